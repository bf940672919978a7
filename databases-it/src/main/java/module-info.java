/**
 * The rules that every backend of {@code dev.databases} keeps, as JUnit tests: whoever writes a backend extends
 * {@link dev.databases.testkit.BackendContract} and runs them against his own.
 */
module dev.databases.testkit {
    requires transitive dev.databases;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;
    requires org.reactivestreams;
    requires org.reactivestreams.tck;
    requires org.slf4j;
    requires org.testng;

    exports dev.databases.testkit;

    opens dev.databases.testkit to
            org.junit.platform.commons;
    opens dev.databases.testkit.fake to
            org.junit.platform.commons;
    opens dev.databases.testkit.wrap to
            org.junit.platform.commons;

    uses dev.databases.spi.BackendProvider;

    provides dev.databases.spi.BackendProvider with
            dev.databases.testkit.fake.FakeBackendProvider,
            dev.databases.testkit.wrap.WrappedBackendProvider;
}
