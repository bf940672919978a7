/**
 * jasync-sql with what it stands on, as one module, and the session on Netty that the wire backends share. Only they see it;
 * jasync and Kotlin are seen by nobody.
 */
module dev.databases.jasync {
    requires transitive dev.databases;
    requires transitive io.netty.buffer;
    requires transitive io.netty.common;
    requires transitive io.netty.transport;
    requires io.netty.codec;
    requires io.netty.handler;
    requires java.security.sasl;
    requires java.sql;
    requires kotlin.stdlib;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.databases.jasync to
            dev.databases.backend.mysql,
            dev.databases.backend.postgres;
}
