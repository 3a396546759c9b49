package dev.till.node.ssh.home;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One line of {@code known_hosts} that names a key.
 *
 * @param names patterns of hosts, or one hashed name
 */
record KnownHostsLine(List<String> names, SshPublicKey key, boolean isRevoked) {
    private static final String REVOKED = "@revoked";
    private static final String HASHED = "|1|";
    private static final Pattern BLANKS = Pattern.compile("[ \\t]+");

    /** Empty for comments, authorities, and what cannot be read. */
    static Optional<KnownHostsLine> parse(String line) {
        var words = BLANKS.split(line.strip(), -1);
        boolean revoked = words[0].equals(REVOKED);
        int first = revoked ? 1 : 0;
        if (words.length < first + 3 || words[0].startsWith("#") || (words[0].startsWith("@") && !revoked)) {
            return Optional.empty();
        }
        try {
            var key = SshPublicKey.of(Base64.getDecoder().decode(words[first + 2]));
            return Optional.of(new KnownHostsLine(List.of(words[first].split(",", -1)), key, revoked));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    /** Whether it speaks of a host, given as {@link KnownHosts#place} writes it. */
    boolean isAbout(String place) {
        if (names.get(0).startsWith(HASHED)) {
            return isHashOf(names.get(0), place);
        }
        boolean found = false;
        for (String name : names) {
            boolean not = name.startsWith("!");
            if (matches(not ? name.substring(1) : name, place)) {
                if (not) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }

    private static boolean matches(String pattern, String place) {
        boolean plain = pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0;
        return plain
                ? pattern.equalsIgnoreCase(place)
                : glob(pattern).matcher(place).matches();
    }

    private static Pattern glob(String pattern) {
        var expression = pattern.chars()
                .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining());
        return Pattern.compile(expression, Pattern.CASE_INSENSITIVE);
    }

    private static boolean isHashOf(String hashed, String place) {
        var parts = hashed.split("\\|", -1);
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[2]), "HmacSHA1"));
            return parts.length == 4
                    && MessageDigest.isEqual(
                            mac.doFinal(place.getBytes(StandardCharsets.UTF_8)),
                            Base64.getDecoder().decode(parts[3]));
        } catch (GeneralSecurityException | IllegalArgumentException | ArrayIndexOutOfBoundsException damaged) {
            return false;
        }
    }
}
