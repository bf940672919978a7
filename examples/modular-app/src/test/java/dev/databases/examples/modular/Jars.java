package dev.databases.examples.modular;

import static dev.databases.examples.modular.Program.path;

import java.io.File;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What an application has on its path: itself, the library, and one backend or another. */
final class Jars {
    static final String APPLICATION =
            of("dev.databases.examples.modular.Main", "dev.databases.Database", "org.slf4j.Logger");
    static final String SQLITE = of("dev.databases.backend.sqlite.SqliteBackendProvider", "org.sqlite.JDBC");
    private static final String WIRE = of(
            "dev.databases.jasync.Loops",
            "kotlin.Unit",
            "io.netty.buffer.ByteBuf",
            "io.netty.channel.Channel",
            "io.netty.channel.unix.Unix",
            "io.netty.handler.codec.ByteToMessageDecoder",
            "io.netty.handler.ssl.SslHandler",
            "io.netty.resolver.AddressResolver",
            "io.netty.util.ReferenceCounted");
    static final String POSTGRES = all(of("dev.databases.backend.postgres.PostgresBackendProvider"), WIRE);
    static final String MYSQL = all(of("dev.databases.backend.mysql.MysqlBackendProvider"), WIRE);

    private Jars() {}

    static String of(String... classes) {
        return path(Stream.of(classes).map(Program::placeOf).toArray(Path[]::new));
    }

    static String all(String... paths) {
        return String.join(File.pathSeparator, paths);
    }
}
