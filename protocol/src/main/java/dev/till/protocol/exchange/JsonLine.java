package dev.till.protocol.exchange;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Tombstone;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.Extra;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One update as one line of JSON.
 *
 * <pre>
 * {"entity":"hosts/m2","field":"port","value":22,"timestamp":"…Z","device":"…","seq":12,"context":{"…":3},"extra":"0aff"}
 * </pre>
 *
 * A deletion has {@code "deleted":true} instead of a value. An export writes all of it ({@code context} and {@code extra} unless
 * empty); of what is read, only entity, field and value must be there. Other members are passed over.
 *
 * @param at when it was written, if the line says so
 * @param dot which update it is, if the line says so
 */
public record JsonLine(
        RegisterKey key,
        Content content,
        Optional<HybridTimestamp> at,
        Optional<Dot> dot,
        VersionVector context,
        Extra extra) {

    public JsonLine {
        requireNonNull(key, "key");
        requireNonNull(content, "content");
        requireNonNull(at, "at");
        requireNonNull(dot, "dot");
        requireNonNull(context, "context");
        requireNonNull(extra, "extra");
    }

    /** The line that tells all of {@code datagram}. */
    public static JsonLine of(Datagram datagram) {
        return new JsonLine(
                datagram.key(),
                datagram.content(),
                Optional.of(datagram.at()),
                Optional.of(datagram.dot()),
                datagram.context(),
                datagram.version().extra());
    }

    /** Reads a line; throws IllegalArgumentException, naming the member, when it is not one of these. */
    public static JsonLine parse(String line) {
        var members = JsonMembers.parse(line);
        var key = RegisterKey.of(members.text("entity"), members.text("field"));
        var at = members.optionalText("timestamp").map(HybridTimestamp::parse);
        var extra =
                Extra.of(HexFormat.of().parseHex(members.optionalText("extra").orElse("")));
        return new JsonLine(key, content(members), at, dot(members), context(members), extra);
    }

    /** The very datagram, if the line tells all of it. */
    public Optional<Datagram> datagram() {
        return at.flatMap(
                stamp -> dot.map(named -> new Datagram(key, new Version(named, stamp, content, context, extra))));
    }

    /** The line, without its end. */
    public String write() {
        var line = new JsonWriter().open('{');
        line.text("entity", key.entity().value()).text("field", key.field().value());
        if (content instanceof Value value) {
            line.raw("value", value.json());
        } else {
            line.flag("deleted", true);
        }
        at.ifPresent(stamp -> line.text("timestamp", stamp.toString()));
        dot.ifPresent(named -> line.text("device", named.device().toString()).number("seq", named.seq()));
        if (!context.isEmpty()) {
            line.open("context", '{');
            context.forEach((device, seq) -> line.number(device.toString(), seq));
            line.close('}');
        }
        if (extra.length() > 0) {
            line.text("extra", extra.toString());
        }
        return line.close('}').toString();
    }

    private static Content content(JsonMembers members) {
        var value = members.raw("value");
        boolean isDeleted = members.flag("deleted");
        if (value.isPresent() == isDeleted) {
            throw new IllegalArgumentException(
                    "value: " + (isDeleted ? "beside deleted" : "missing") + " (expected: value, or deleted)");
        }
        return isDeleted ? Tombstone.DELETED : JsonText.parse(value.orElseThrow());
    }

    /** Without a sequence number the device is only what people call it. */
    private static Optional<Dot> dot(JsonMembers members) {
        return members.has("seq")
                ? Optional.of(new Dot(DeviceId.parse(members.text("device")), members.number("seq", 0)))
                : Optional.empty();
    }

    private static VersionVector context(JsonMembers members) {
        var entries = new TreeMap<DeviceId, Long>();
        members.object("context")
                .ifPresent(seen ->
                        seen.names().forEach(device -> entries.put(DeviceId.parse(device), seen.number(device, 0))));
        return new VersionVector(entries);
    }
}
