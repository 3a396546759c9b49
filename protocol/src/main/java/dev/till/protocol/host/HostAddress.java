package dev.till.protocol.host;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.Shown;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a host is reached: a host name (RFC 1123, with {@code _} allowed, at most {@value #MAX_LENGTH} characters), an IPv4
 * address or an IPv6 address, which may name its zone.
 */
public record HostAddress(String value) {

    /** The longest host name. */
    public static final int MAX_LENGTH = 253;

    private static final Pattern NAME = Pattern.compile(
            "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*");
    private static final Pattern LOOKS_LIKE_IPV4 = Pattern.compile("([^.]*\\.)*[0-9]+");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");
    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final Pattern IPV6 = Pattern.compile("([0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)(%[A-Za-z0-9._-]{1,32})?");

    public HostAddress {
        requireNonNull(value, "value");
        if (value.length() > MAX_LENGTH || !(isName(value) || isIpv6(value))) {
            throw new IllegalArgumentException("host: '" + Shown.of(value)
                    + "' (expected: a host name of RFC 1123, '_' allowed, or an IPv4 or IPv6 address)");
        }
    }

    /** Whether this is an IPv6 address, which needs brackets before a port. */
    public boolean isIpv6() {
        return value.indexOf(':') >= 0;
    }

    @Override
    public String toString() {
        return value;
    }

    /** What ends in a number is an address: {@code 10.0.0.300} must not pass as a name. */
    private static boolean isName(String text) {
        return LOOKS_LIKE_IPV4.matcher(text).matches()
                ? IPV4.matcher(text).matches()
                : NAME.matcher(text).matches();
    }

    /** Up to eight groups of hexadecimal digits (RFC 4291, section 2.2); one run of zeros may be left out. */
    private static boolean isIpv6(String text) {
        var match = IPV6.matcher(text);
        if (!match.matches()) {
            return false;
        }
        var address = match.group(1);
        int gap = address.indexOf("::");
        if (gap < 0) {
            return groups(address, true) == 8;
        }
        int before = groups(address.substring(0, gap), false);
        int after = groups(address.substring(gap + 2), true);
        return before >= 0 && after >= 0 && before + after <= 7;
    }

    /** How many groups there are, an IPv4 address at the end counting for two; -1 when one is none. */
    private static int groups(String text, boolean mayEndInIpv4) {
        if (text.isEmpty()) {
            return 0;
        }
        int count = 0;
        for (var parts = List.of(text.split(":", -1)).iterator(); parts.hasNext(); ) {
            var part = parts.next();
            if (GROUP.matcher(part).matches()) {
                count++;
            } else if (mayEndInIpv4 && !parts.hasNext() && IPV4.matcher(part).matches()) {
                count += 2;
            } else {
                return -1;
            }
        }
        return count;
    }
}
