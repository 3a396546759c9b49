package dev.till.protocol.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a host said of itself when it was asked by {@link #QUESTION}. What it did not say, or not in a form that can be, is
 * absent: a host is not to be believed more than it must be.
 *
 * @param freeKib free space where the account's home is
 */
public record HostFacts(
        Optional<String> hostname,
        Optional<String> system,
        Optional<String> till,
        Optional<String> java,
        OptionalLong freeKib) {
    /** The first number of the oldest Java that till runs on. */
    public static final long LEAST_JAVA = 17;

    /** What till needs below the home: itself twice, as when it is upgraded, and room to work. */
    public static final long LEAST_FREE_KIB = 512 << 10;

    /** What a line of {@link #QUESTION}'s answer may hold. */
    private static final Pattern PLAIN = Pattern.compile("[\\x20-\\x7e]{1,500}");

    private static final Pattern HOSTNAME = Pattern.compile("[A-Za-z0-9._-]{1,253}");
    private static final Pattern TILL = Pattern.compile("(?:till )?([0-9][A-Za-z0-9.+-]{0,60})");
    private static final Pattern JAVA = Pattern.compile("[^\"]*\"([0-9][0-9A-Za-z._+-]*)\".*");
    private static final Pattern DF = Pattern.compile(".* [0-9]+ +[0-9]+ +([0-9]{1,18}) +[0-9]+% .*");

    /**
     * The line that asks, for a shell of any kind: it runs one that POSIX describes. It changes nothing, and finds till and
     * Java also where a login would have them on its path.
     */
    public static final String QUESTION = "sh -c '"
            + "echo hostname=$(uname -n); "
            + "echo system=$(uname -s -m); "
            + "PATH=$PATH:$HOME/.local/bin:/usr/local/bin; "
            + "command -v till >/dev/null && echo till=$(till --version 2>/dev/null </dev/null); "
            + "command -v java >/dev/null && echo java=$(java -version 2>&1 </dev/null); "
            + "for j in \"${JAVA_HOME:-/none}\" /usr/lib/jvm/* /opt/java/* /opt/jdk* \"$HOME\"/.sdkman/candidates/java/* "
            + "/Library/Java/JavaVirtualMachines/*/Contents/Home; do [ -x \"$j/bin/java\" ] && "
            + "echo java=$(sed -n s/^JAVA_VERSION=//p \"$j/release\" 2>/dev/null); done; "
            + "echo free=$(df -Pk \"$HOME\" 2>/dev/null | tail -n 1)'";

    /** Nothing was said. */
    public static final HostFacts NONE = parse("");

    /** Reads the answer. Of several Javas the newest counts, as it does for the launcher. */
    public static HostFacts parse(String answer) {
        Map<String, String> said = new LinkedHashMap<>();
        var javas = new ArrayList<String>();
        answer.lines().filter(line -> PLAIN.matcher(line).matches()).forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                var value = line.substring(equals + 1).strip();
                said.putIfAbsent(line.substring(0, equals), value);
                match(JAVA, line.startsWith("java=") ? value : null).ifPresent(javas::add);
            }
        });
        var free = match(DF, said.get("free"));
        return new HostFacts(
                Optional.ofNullable(said.get("hostname"))
                        .filter(name -> HOSTNAME.matcher(name).matches()),
                Optional.ofNullable(said.get("system")).filter(system -> !system.isEmpty()),
                match(TILL, said.get("till")),
                javas.stream().max(Comparator.comparingLong(HostFacts::feature)),
                free.map(digits -> OptionalLong.of(Long.parseLong(digits))).orElse(OptionalLong.empty()));
    }

    /** The first number of the version of Java: 17 of {@code 17.0.15}, 8 of {@code 1.8.0_392}; 0 without Java. */
    public long javaFeature() {
        return java.map(HostFacts::feature).orElse(0L);
    }

    private static long feature(String version) {
        var digits = (version.startsWith("1.") ? version.substring(2) : version).split("[^0-9]", 2)[0];
        return digits.isEmpty() || digits.length() > 9 ? 0 : Long.parseLong(digits);
    }

    private static Optional<String> match(Pattern pattern, String text) {
        if (text == null) {
            return Optional.empty();
        }
        var match = pattern.matcher(text);
        return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
    }
}
