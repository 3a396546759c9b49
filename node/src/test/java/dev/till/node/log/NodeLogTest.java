package dev.till.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class NodeLogTest {
    private static final Logger LOG = LoggerFactory.getLogger("dev.till.sample.Thing");

    @TempDir
    Path home;

    @AfterEach
    void giveTheLogBack() throws Exception {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    @Test
    void event_isOneLineWithTheDeviceName_exceptionIncluded() throws IOException {
        NodeLog.configure("m4", "info").writeTo(home);

        LOG.warn("Lost\nthe thread", new IllegalStateException("why", new IOException("because")));

        assertThat(lines())
                .singleElement()
                .asString()
                .matches(
                        "\\S+Z WARN  \\[m4] Thing: Lost \\| the thread.*IllegalStateException: why.*IOException: because.*");
    }

    @Test
    void raisedPackage_logsMoreUntilReset() throws IOException {
        var log = NodeLog.configure("m4", "info");
        log.writeTo(home);

        LOG.debug("before");
        log.setLevel("dev.till.sample", "debug");
        LOG.debug("during");
        log.reset();
        LOG.debug("after");

        assertThat(lines()).singleElement().asString().endsWith("Thing: during ");
    }

    @Test
    void connectionsThatEnd_areNoAlarmUnlessAskedFor() throws IOException {
        var restarts = LoggerFactory.getLogger("org.apache.pekko.remote.artery.Association");
        var others = LoggerFactory.getLogger("org.apache.pekko.remote.artery.ArteryTransport");
        var log = NodeLog.configure("m4", "info");
        log.writeTo(home);

        restarts.warn("restarting");
        others.warn("quarantined");
        log.setLevel("org.apache.pekko.remote", "debug");
        restarts.warn("restarting, asked for");
        log.reset();
        restarts.warn("restarting again");

        assertThat(lines())
                .satisfiesExactly(
                        first -> assertThat(first).endsWith(": quarantined "),
                        second -> assertThat(second).endsWith(": restarting, asked for "));
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(home.resolve("logs").resolve("till.log"));
    }
}
