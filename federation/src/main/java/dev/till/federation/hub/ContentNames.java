package dev.till.federation.hub;

import dev.till.protocol.id.DeviceId;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The names of what folders keep in a hub.
 *
 * <pre>
 * files/contents/AB/MARK.piece     a small content, or a piece of a large one
 * files/contents/AB/MARK.list      the pieces of a large content
 * files/refs/DEVICE/MARK           what a device wants to be kept, for one folder
 * files/doomed                     what nobody wanted when somebody last looked
 * files/lock                       who removes what nobody wants
 * </pre>
 *
 * AB is how the mark begins. As elsewhere nothing but what is named exactly so is ever read or removed.
 */
final class ContentNames {
    static final ObjectKey LOCK = new ObjectKey("files/lock");
    static final ObjectKey DOOMED = new ObjectKey("files/doomed");
    static final String REFERENCES = "files/refs/";

    /** Contents lie in so many parts, so that a list of one part is short. */
    static final int PARTS = 256;

    private static final String CONTENTS = "files/contents/";
    private static final Pattern CONTENT =
            Pattern.compile("files/contents/([0-9a-f]{2})/(\\1[0-9a-f]{30})\\.(piece|list)");
    private static final Pattern REFERENCE = Pattern.compile("files/refs/[0-9a-v]{32}/[0-9a-f]{32}");
    private static final int HEX_DIGITS_OF_A_LONG = 16;

    private ContentNames() {}

    static ObjectKey content(ContentVault.Kind kind, String mark) {
        return new ObjectKey(
                CONTENTS + mark.substring(0, 2) + "/" + mark + "." + kind.name().toLowerCase(Locale.ROOT));
    }

    /** What all contents of a part begin with. */
    static String part(int number) {
        return String.format(Locale.ROOT, "%s%02x/", CONTENTS, number);
    }

    /** In which part a short mark is. */
    static int partOf(long mark) {
        return (int) (mark >>> (Long.SIZE - Byte.SIZE));
    }

    static long shortened(String mark) {
        return Long.parseUnsignedLong(mark.substring(0, HEX_DIGITS_OF_A_LONG), 16);
    }

    /** The short mark of a content of this kind that is named so; empty for anything else. */
    static OptionalLong markOf(ContentVault.Kind kind, ObjectKey key) {
        var name = CONTENT.matcher(key.value());
        return name.matches() && name.group(3).equals(kind.name().toLowerCase(Locale.ROOT))
                ? OptionalLong.of(shortened(name.group(2)))
                : OptionalLong.empty();
    }

    static ObjectKey references(DeviceId device, String mark) {
        return new ObjectKey(REFERENCES + device + "/" + mark);
    }

    static boolean isReferences(ObjectKey key) {
        return REFERENCE.matcher(key.value()).matches();
    }
}
