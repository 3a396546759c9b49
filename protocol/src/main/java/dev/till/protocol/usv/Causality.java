package dev.till.protocol.usv;

import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Tombstone;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.Extra;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The causality field of a record that till wrote: what the other five fields cannot say, and a checksum over all of them.
 *
 * <pre>
 * till=1;seq=12;form=text;seen=DEVICE:3,DEVICE:4;extra=0aff;sum=1c291ca3
 * </pre>
 *
 * Printable ASCII in which upper and lower case mean the same. {@code seen} and {@code extra} are left out when empty; keys of a
 * newer till are passed over. {@code form} tells how the value stands in its field: {@code text} is the bare content of a JSON
 * string, {@code json} the JSON text, {@code deleted} a tombstone. {@code sum} is the CRC-32C (RFC 3720) of the UTF-8 bytes of
 * the record up to {@code ;sum=}, with this field in lower case.
 */
final class Causality {
    private static final String MARK = "till=";
    private static final String MAJOR = "1";
    private static final String SUM = ";sum=";

    private Causality() {}

    static boolean isOurs(String causality) {
        return causality.regionMatches(true, 0, MARK, 0, MARK.length());
    }

    /** The record of {@code datagram} without its end. */
    static String record(Datagram datagram) {
        var form = Form.of(datagram.content());
        var record = new StringBuilder(160).append(datagram.at()).append(Separators.FIELD);
        record.append(datagram.dot().device()).append(Separators.FIELD);
        record.append(datagram.key().entity()).append(Separators.FIELD);
        record.append(datagram.key().field()).append(Separators.FIELD);
        record.append(form.write(datagram.content())).append(Separators.FIELD);
        record.append(MARK).append(MAJOR).append(";seq=").append(datagram.dot().seq());
        record.append(";form=").append(form.word());
        appendSeen(datagram.context(), record);
        if (datagram.version().extra().length() > 0) {
            record.append(";extra=").append(datagram.version().extra());
        }
        return record + SUM + sum(record.toString());
    }

    /** The datagram of which {@code fields} are the record; throws IllegalArgumentException when they are damaged. */
    static Datagram datagram(List<String> fields) {
        if (fields.size() != 6) {
            throw new IllegalArgumentException("fields: " + fields.size() + " (expected: 6 in a record of till)");
        }
        var causality = fields.get(5).toLowerCase(Locale.ROOT);
        var parts = parts(causality);
        requireSum(fields, causality, parts);
        var dot = new Dot(DeviceId.parse(fields.get(1)), number("seq", parts.get("seq")));
        var key = RegisterKey.of(fields.get(2), fields.get(3));
        Content content = Form.named(parts.get("form")).read(fields.get(4));
        var extra = Extra.of(HexFormat.of().parseHex(parts.getOrDefault("extra", "")));
        var at = HybridTimestamp.parse(fields.get(0));
        return new Datagram(key, new Version(dot, at, content, seen(parts.getOrDefault("seen", "")), extra));
    }

    private static Map<String, String> parts(String causality) {
        var parts = new LinkedHashMap<String, String>();
        for (String part : causality.split(";", -1)) {
            int equals = part.indexOf('=');
            parts.put(part.substring(0, Math.max(equals, 0)), part.substring(equals + 1));
        }
        var major = parts.get("till");
        if (!MAJOR.equals(major)) {
            throw new IllegalArgumentException(
                    "causality: version " + major + " (expected: version " + MAJOR + ", as this till writes it)");
        }
        return parts;
    }

    private static void requireSum(List<String> fields, String causality, Map<String, String> parts) {
        int end = causality.lastIndexOf(SUM);
        var record = String.join(String.valueOf(Separators.FIELD), fields.subList(0, 5))
                + Separators.FIELD
                + causality.substring(0, Math.max(end, 0));
        var found = parts.get("sum");
        var expected = sum(record);
        if (end < 0 || !expected.equals(found)) {
            throw new IllegalArgumentException("checksum: " + found + " (expected: " + expected
                    + "; the record was changed after it was written)");
        }
    }

    private static String sum(String text) {
        var crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private static void appendSeen(VersionVector seen, StringBuilder to) {
        char before = '=';
        for (Map.Entry<DeviceId, Long> entry : seen.entries().entrySet()) {
            to.append(before == '=' ? ";seen=" : ",");
            to.append(entry.getKey()).append(':').append(entry.getValue());
            before = ',';
        }
    }

    private static VersionVector seen(String text) {
        var entries = new TreeMap<DeviceId, Long>();
        if (!text.isEmpty()) {
            for (String entry : text.split(",", -1)) {
                int colon = Math.max(entry.indexOf(':'), 0);
                entries.put(DeviceId.parse(entry.substring(0, colon)), number("seen", entry.substring(colon + 1)));
            }
        }
        return new VersionVector(entries);
    }

    private static long number(String name, String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": " + digits + " (expected: a number)", e);
        }
    }

    /** How a content stands in the value field. */
    private enum Form {
        TEXT,
        JSON,
        DELETED;

        /** Text where it can stand bare without being taken for JSON or breaking the record, so that others read it. */
        static Form of(Content content) {
            if (!(content instanceof Value value)) {
                return DELETED;
            }
            var text = JsonText.content(value).orElse("[");
            boolean isBare = !text.startsWith("[")
                    && !text.startsWith("{")
                    && text.codePoints().allMatch(Form::isPlain)
                    && JsonText.quoted(text).equals(value.json());
            return isBare ? TEXT : JSON;
        }

        static Form named(String word) {
            for (Form form : values()) {
                if (form.word().equals(word)) {
                    return form;
                }
            }
            throw new IllegalArgumentException("form: " + word + " (expected: text, json or deleted)");
        }

        /** Half a surrogate pair can only be told by an escape. */
        private static boolean isPlain(int codePoint) {
            return !Character.isISOControl(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        String write(Content content) {
            return switch (this) {
                case TEXT -> JsonText.content((Value) content).orElseThrow();
                case JSON -> ((Value) content).json();
                case DELETED -> "";
            };
        }

        Content read(String field) {
            return switch (this) {
                case TEXT -> JsonText.string(field);
                case JSON -> new Value(field);
                case DELETED -> Tombstone.DELETED;
            };
        }
    }
}
