/** An application on the module path. It requires the library alone: the backend is whichever jar lies beside it. */
module dev.databases.examples.modular {
    requires dev.databases;
}
