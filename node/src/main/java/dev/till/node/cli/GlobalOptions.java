package dev.till.node.cli;

import dev.till.protocol.time.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options of every command; they may stand before or after the verb. */
final class GlobalOptions {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Home of the node. Default: TILL_HOME, else ~/.till.")
    private Path home;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print JSON: one document, or one a line for streams.")
    private boolean json;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            scope = ScopeType.INHERIT,
            description = "How long to wait for an answer, such as 500ms, 10s, 2m. Default: 30s.")
    private Duration timeout;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show what the command does.")
    private boolean help;

    /** Sets them as given elsewhere; false when one is no good. Null stays the default. */
    boolean set(String givenHome, String givenTimeout, boolean givenJson) {
        try {
            home = givenHome == null ? null : Path.of(givenHome);
            timeout = givenTimeout == null ? null : DurationText.parse(givenTimeout);
            json = givenJson;
            return true;
        } catch (IllegalArgumentException bad) {
            return false;
        }
    }

    /** Sets the home, whatever was given. */
    void at(Path known) {
        home = known;
    }

    Path home(Map<String, String> environment) {
        if (home != null) {
            return home;
        }
        var named = environment.getOrDefault("TILL_HOME", "");
        return named.isEmpty() ? Path.of(System.getProperty("user.home"), ".till") : Path.of(named);
    }

    boolean json() {
        return json;
    }

    boolean debug() {
        return debug;
    }

    boolean help() {
        return help;
    }

    Duration timeout() {
        return timeoutOr(TIMEOUT);
    }

    Duration timeoutOr(Duration otherwise) {
        return timeout == null ? otherwise : timeout;
    }
}
