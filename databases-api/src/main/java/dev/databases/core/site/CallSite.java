package dev.databases.core.site;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.stream.Stream;

/**
 * A place in the user's code: the first frame of the running thread that is neither the library's nor the JDK's. The
 * façade takes one where transactions begin and end and where connections are borrowed; error messages print it.
 *
 * <p>Taking one costs about a microsecond; the text is made only when it is asked for.
 */
public final class CallSite {
    private static final StackWalker WALKER = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);
    private static final String API = "dev.databases";
    private static final String CORE = API + ".core.";
    private static final String SPI = API + ".spi";

    private final Object frame;

    private CallSite(Object frame) {
        this.frame = frame;
    }

    /** Returns the place from which the running thread has come into the library. */
    public static CallSite here() {
        return new CallSite(WALKER.walk(CallSite::first));
    }

    private static Object first(Stream<StackFrame> frames) {
        return frames.filter(frame -> isUsers(frame.getDeclaringClass()))
                .findFirst()
                .<Object>map(frame -> frame)
                .orElse("a thread that runs none of your code");
    }

    private static boolean isUsers(Class<?> type) {
        String name = type.getPackageName();
        return !(name.equals(API) || name.startsWith(CORE) || name.equals(SPI) || isJdks(name));
    }

    private static boolean isJdks(String name) {
        return name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("sun.");
    }

    /** Returns it as a line of a stack trace: class, method, file and line. */
    @Override
    public String toString() {
        return frame instanceof StackFrame place ? place.toStackTraceElement().toString() : frame.toString();
    }
}
