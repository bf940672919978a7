package dev.databases.backend.mysql;

/**
 * What a session has to know of the server's variables.
 *
 * @param maxAllowedPacket the longest payload that the server takes
 * @param keyStep how far apart the keys are that it generates for several rows
 */
record MyVariables(long maxAllowedPacket, long keyStep) {
    /** What servers have if nobody has configured them. */
    static final MyVariables USUAL = new MyVariables(1 << 24, 1);

    static final String QUERY = "SELECT @@max_allowed_packet, @@auto_increment_increment";
}
