package dev.till.protocol.file;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.CodePointOrder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a file lies below the root of its folder: names parted by {@code /}, the same on every device.
 *
 * <p>Refused are paths that some device could not have, or could take for another: those that are absolute or lead out of the
 * root, names that are not in Unicode's normal form C, control characters, backslashes, names that Windows keeps for its
 * devices, and till's own directory {@value #OWN}. Paths order by their UTF-8 bytes.
 */
public record FilePath(String value) implements Comparable<FilePath> {
    /** The directory below a root that is till's own. */
    public static final String OWN = ".till";

    /** The longest path, in UTF-8 bytes: with the folder before it, it is to fit an entity path. */
    public static final int MAX_BYTES = 4000;

    /** The longest name, in UTF-8 bytes: that of most file systems. */
    public static final int MAX_NAME_BYTES = 255;

    /** How names of devices begin, and those that lead elsewhere. */
    private static final String ODD_NAMES_BEGIN = "cpanlCPANL.";

    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

    public FilePath {
        requireNonNull(value, "value");
        refusal(value).ifPresent(why -> {
            throw new IllegalArgumentException("path: '" + shown(value) + "': " + why);
        });
    }

    /** Why {@code path} cannot be kept in step, in words that say what to do; empty when it can. */
    public static Optional<String> refusal(String path) {
        return isOrdinary(path) ? Optional.empty() : refusalInDetail(path);
    }

    /** Whether nothing about it wants a closer look, which holds of most and is told at a glance. */
    private static boolean isOrdinary(String path) {
        int length = path.length();
        if (length > MAX_BYTES || path.startsWith(OWN)) {
            return false;
        }
        int start = 0;
        for (int i = 0; i <= length; i++) {
            char c = i == length ? '/' : path.charAt(i);
            if (c < ' ' || c > '~' || c == '\\') {
                return false;
            }
            if (c == '/') {
                if (i == start || i - start > MAX_NAME_BYTES || isOdd(path, start, i)) {
                    return false;
                }
                start = i + 1;
            }
        }
        return true;
    }

    /** Whether a name may be that of a device, or one that leads elsewhere. */
    private static boolean isOdd(String path, int start, int end) {
        if (ODD_NAMES_BEGIN.indexOf(path.charAt(start)) < 0) {
            return false;
        }
        int dot = path.indexOf('.', start);
        int stem = (dot < 0 || dot > end ? end : dot) - start;
        return stem == 0 || stem == 3 || stem == 4;
    }

    private static Optional<String> refusalInDetail(String path) {
        if (path.isEmpty() || path.startsWith("/")) {
            return Optional.of("not a path below the root (expected: names parted by '/')");
        }
        if (path.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return Optional.of("longer than " + MAX_BYTES + " bytes; shorten it");
        }
        for (String name : path.split("/", -1)) {
            var why = nameRefusal(name);
            if (why.isPresent()) {
                return why;
            }
        }
        return path.equals(OWN) || path.startsWith(OWN + "/")
                ? Optional.of(OWN + " is till's own directory")
                : Optional.empty();
    }

    private static Optional<String> nameRefusal(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            return Optional.of("empty names, '.' and '..' lead elsewhere");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            return Optional.of("a name is longer than " + MAX_NAME_BYTES + " bytes; shorten it");
        }
        if (name.chars().anyMatch(c -> c < 0x20 || (c >= 0x7F && c < 0xA0) || c == '\\' || c == 0xFFFD)
                || !isEncodable(name)) {
            return Optional.of("control characters, backslashes and bytes that are no UTF-8 are refused; rename it");
        }
        if (!Normalizer.isNormalized(name, Normalizer.Form.NFC)) {
            return Optional.of("the name is not in Unicode's normal form C; rename it to " + "what it looks like");
        }
        return isDevice(name)
                ? Optional.of("Windows keeps the name " + name + " for a device; rename it")
                : Optional.empty();
    }

    private static boolean isEncodable(String name) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(name);
    }

    private static boolean isDevice(String name) {
        int dot = name.indexOf('.');
        var stem = (dot < 0 ? name : name.substring(0, dot)).toLowerCase(java.util.Locale.ROOT);
        boolean numbered = stem.length() == 4
                && (stem.startsWith("com") || stem.startsWith("lpt"))
                && stem.charAt(3) >= '1'
                && stem.charAt(3) <= '9';
        return numbered || DEVICES.contains(stem);
    }

    /** Its names, outermost first. */
    public List<String> names() {
        return List.of(value.split("/"));
    }

    /** The last of its names. */
    public String name() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    /** The directory it lies in; empty for the root. */
    public Optional<FilePath> parent() {
        int slash = value.lastIndexOf('/');
        return slash < 0 ? Optional.empty() : Optional.of(new FilePath(value.substring(0, slash)));
    }

    /**
     * Where the loser of a conflict is kept beside the winner: {@code {stem}.conflict-{device}{.ext}}, as tcfs does. A name
     * that begins with its only dot has no extension.
     */
    public FilePath conflictCopy(String device) {
        int start = value.lastIndexOf('/') + 1;
        int dot = value.lastIndexOf('.');
        int end = dot > start ? dot : value.length();
        return new FilePath(value.substring(0, end) + ".conflict-" + device + value.substring(end));
    }

    @Override
    public int compareTo(FilePath other) {
        return CodePointOrder.INSTANCE.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static String shown(String path) {
        var part = path.length() > 120 ? path.substring(0, 120) + "…" : path;
        return part.replaceAll("\\p{Cntrl}", "?");
    }
}
