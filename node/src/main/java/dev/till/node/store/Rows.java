package dev.till.node.store;

import dev.till.node.message.Entry;
import dev.till.node.message.RegisterCommand.Page;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Register;
import dev.till.protocol.register.Tombstone;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.wire.Extra;
import dev.till.protocol.wire.MalformedException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.function.Consumer;

/** Turns registers into rows and back. */
final class Rows {
    /** The columns, in the order of {@link #bind} and {@link #read}. */
    static final String COLUMNS = "entity, field, value, stamp, device, seq, revision, context, siblings, extra, seen";

    private static final long PAGE_BYTES = 4 << 20;

    private Rows() {}

    static void bind(PreparedStatement statement, Entry entry) throws SQLException {
        var versions = entry.register().versions();
        var winner = versions.get(versions.size() - 1);
        statement.setString(1, entry.key().entity().value());
        statement.setString(2, entry.key().field().value());
        statement.setString(3, winner.content() instanceof Value value ? value.json() : null);
        statement.setLong(4, winner.at().nanos());
        statement.setString(5, winner.dot().device().toString());
        statement.setLong(6, winner.dot().seq());
        statement.setLong(7, entry.revision());
        statement.setBytes(8, RowCodec.context(entry.register().context()));
        statement.setBytes(
                9, versions.size() == 1 ? null : RowCodec.siblings(versions.subList(0, versions.size() - 1)));
        statement.setBytes(
                10, winner.extra().length() == 0 ? null : winner.extra().bytes());
        statement.setBytes(11, accountsForAll(entry.register()) ? null : RowCodec.seen(versions));
        statement.setInt(12, entry.register().isConflict() ? 1 : 0);
    }

    /** Whether the context tells what the only version has seen. */
    private static boolean accountsForAll(Register register) {
        var versions = register.versions();
        return versions.size() == 1
                && versions.get(0).seen().with(versions.get(0).dot()).equals(register.context());
    }

    /** Reads at most {@code limit} rows of a query that asks for one more, and fewer when their values are large. */
    static Page readPage(PreparedStatement statement, int limit) throws SQLException, MalformedException {
        try (var rows = statement.executeQuery()) {
            var entries = new ArrayList<Entry>();
            var devices = new Devices();
            long bytes = 0;
            while (rows.next()) {
                if (entries.size() == limit || bytes > PAGE_BYTES) {
                    return new Page(entries, true);
                }
                var entry = read(rows, devices);
                bytes += entry.register()
                        .value()
                        .map(value -> value.json().length())
                        .orElse(0);
                entries.add(entry);
            }
            return new Page(entries, false);
        }
    }

    /** Hands every row to {@code visitor}. */
    static void readEach(PreparedStatement statement, Consumer<Entry> visitor) throws SQLException, MalformedException {
        try (var rows = statement.executeQuery()) {
            var devices = new Devices();
            while (rows.next()) {
                visitor.accept(read(rows, devices));
            }
        }
    }

    private static Entry read(ResultSet row, Devices devices) throws SQLException, MalformedException {
        try {
            var key = RegisterKey.of(row.getString(1), row.getString(2));
            var json = row.getString(3);
            Content content = json == null ? Tombstone.DELETED : new Value(json);
            var dot = new Dot(devices.of(row.getString(5)), row.getLong(6));
            var extra = row.getBytes(10);
            var winner = new Version(
                    dot, new HybridTimestamp(row.getLong(4)), content, extra == null ? Extra.NONE : Extra.of(extra));
            var siblings = row.getBytes(9);
            var versions = siblings == null ? new ArrayList<Version>() : RowCodec.siblings(siblings);
            versions.add(winner);
            var context = RowCodec.context(row.getBytes(8));
            var seen = row.getBytes(11);
            if (seen != null) {
                RowCodec.readSeen(seen, versions);
            } else if (versions.size() == 1) {
                versions.set(0, winner.seeing(context));
            }
            return new Entry(key, new Register(versions, context), row.getLong(7));
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), e);
        }
    }

    /** Neighbouring rows are mostly of one device, and reading its name is the longest part of reading a row. */
    private static final class Devices {
        private String name = "";
        private DeviceId device;

        DeviceId of(String text) {
            if (device == null || !text.equals(name)) {
                device = DeviceId.parse(text);
                name = text;
            }
            return device;
        }
    }
}
