package dev.till.protocol.host;

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
            + "for j in \"${JAVA_HOME:-/none}/bin/java\" java /usr/lib/jvm/*/bin/java; do "
            + "command -v \"$j\" >/dev/null && { echo java=$(\"$j\" -version 2>&1 </dev/null); break; }; done; "
            + "echo free=$(df -Pk \"$HOME\" 2>/dev/null | tail -n 1)'";

    /** Nothing was said. */
    public static final HostFacts NONE = parse("");

    /** Reads the answer. */
    public static HostFacts parse(String answer) {
        Map<String, String> said = new LinkedHashMap<>();
        answer.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0 && PLAIN.matcher(line).matches()) {
                said.putIfAbsent(
                        line.substring(0, equals), line.substring(equals + 1).strip());
            }
        });
        var free = match(DF, said.get("free"));
        return new HostFacts(
                Optional.ofNullable(said.get("hostname"))
                        .filter(name -> HOSTNAME.matcher(name).matches()),
                Optional.ofNullable(said.get("system")).filter(system -> !system.isEmpty()),
                match(TILL, said.get("till")),
                match(JAVA, said.get("java")),
                free.map(digits -> OptionalLong.of(Long.parseLong(digits))).orElse(OptionalLong.empty()));
    }

    /** The first number of the version of Java: 17 of {@code 17.0.15}, 8 of {@code 1.8.0_392}. */
    public OptionalLong javaFeature() {
        return java.map(version -> version.startsWith("1.") ? version.substring(2) : version)
                .map(version -> version.split("[^0-9]", 2)[0])
                .filter(digits -> !digits.isEmpty() && digits.length() < 10)
                .map(digits -> OptionalLong.of(Long.parseLong(digits)))
                .orElse(OptionalLong.empty());
    }

    private static Optional<String> match(Pattern pattern, String text) {
        if (text == null) {
            return Optional.empty();
        }
        var match = pattern.matcher(text);
        return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
    }
}
