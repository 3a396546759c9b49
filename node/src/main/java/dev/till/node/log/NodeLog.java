package dev.till.node.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * The log of a node process: {@code logs/till.log} in the home, at most five files of 4 MiB, and stderr. One line an
 * event, exceptions included.
 */
public final class NodeLog {

    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z', UTC} %-5level [{{name}}] %logger{0}: %replace(%msg){'[\\r\\n]+', ' | '}"
                    + "%replace( %ex{12}){'[\\r\\n]+\\s*', ' | '}%nopex%n";

    /** They warn of versions that are known to fit, and of connections that end when a peer or host stops, sleeps or is revoked. */
    private static final List<String> ALARMISTS = List.of(
            "org.apache.pekko.util.ManifestInfo",
            "org.apache.pekko.stream.Materializer",
            "org.apache.pekko.remote.artery.Association",
            "org.apache.sshd");

    private final LoggerContext context;
    private final String name;
    private final Map<String, Level> raised = new HashMap<>();

    private NodeLog(LoggerContext context, String name) {
        this.context = context;
        this.name = name;
    }

    /**
     * Sends the log of this process to stderr, and from {@link #writeTo} on to a file as well. For processes that are a
     * node, never for a host JVM.
     *
     * @param name of this device, shown in every line
     * @param level least level that is logged
     */
    public static NodeLog configure(String name, String level) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(level));
        root.addAppender(stderr(context, name));
        // What Pekko does by itself is worth a line when something is wrong.
        context.getLogger("org.apache.pekko").setLevel(Level.WARN);
        ALARMISTS.forEach(alarmist -> context.getLogger(alarmist).setLevel(Level.ERROR));
        // It throws what it logs, and one of the places where it looks is not the last.
        context.getLogger("org.sqlite.SQLiteJDBCLoader").setLevel(Level.OFF);
        return new NodeLog(context, name);
    }

    /** Writes to the home as well, which is this node's own by now. */
    public void writeTo(Path home) {
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
                .addAppender(file(context, home.resolve("logs").resolve("till.log"), name));
    }

    /** Logs {@code logger} (a package or class) and all within it at {@code level} from now on. */
    public synchronized void setLevel(String logger, String level) {
        var now = Level.toLevel(level);
        context.getLoggerList().stream()
                .filter(inner -> inner.getLevel() != null && inner.getName().startsWith(logger + "."))
                .forEach(inner -> raise(inner, now));
        raise(context.getLogger(logger), now);
    }

    private void raise(Logger logger, Level level) {
        raised.putIfAbsent(logger.getName(), logger.getLevel() == null ? Level.OFF : logger.getLevel());
        logger.setLevel(level);
    }

    /** Takes back every {@link #setLevel}. */
    public synchronized void reset() {
        raised.forEach((logger, level) -> context.getLogger(logger).setLevel(level == Level.OFF ? null : level));
        raised.clear();
    }

    private static RollingFileAppender<ILoggingEvent> file(LoggerContext context, Path file, String name) {
        var appender = new RollingFileAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setFile(file.toString());
        var rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(file + ".%i.gz");
        rolling.setMaxIndex(4);
        rolling.start();
        var trigger = new SizeBasedTriggeringPolicy<ILoggingEvent>();
        trigger.setContext(context);
        trigger.setMaxFileSize(FileSize.valueOf("4MB"));
        trigger.start();
        appender.setRollingPolicy(rolling);
        appender.setTriggeringPolicy(trigger);
        return started(context, appender, name);
    }

    private static ConsoleAppender<ILoggingEvent> stderr(LoggerContext context, String name) {
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setTarget("System.err");
        return started(context, appender, name);
    }

    private static <A extends OutputStreamAppender<ILoggingEvent>> A started(
            LoggerContext context, A appender, String name) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN.replace("{{name}}", name));
        encoder.start();
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }
}
