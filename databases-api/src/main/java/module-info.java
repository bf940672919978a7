/**
 * Simple asynchronous access to SQL databases: the API, the SPI of backends and the core between them. An application
 * requires this module and puts the jars of its backends on the module path.
 */
module dev.databases {
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.databases;
    exports dev.databases.config;
    exports dev.databases.error;
    exports dev.databases.spi;
    exports dev.databases.sql;

    uses dev.databases.spi.BackendProvider;
}
