package dev.till.node.store;

import dev.till.node.message.Entry;
import dev.till.node.message.RegisterCommand.Page;
import dev.till.protocol.id.CodePointOrder;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.wire.MalformedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to read by, its statements prepared once. For one thread at a time. */
final class StoreReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreReader.class);
    private static final String SELECT = "SELECT " + Rows.COLUMNS + " FROM register ";

    private final Connection connection;
    private final PreparedStatement one;
    private final PreparedStatement some;
    private final PreparedStatement page;
    private final PreparedStatement bounded;
    private final PreparedStatement since;

    StoreReader(Connection connection) throws SQLException {
        this.connection = connection;
        one = connection.prepareStatement(SELECT + "WHERE entity = ? AND field = ?");
        some = connection.prepareStatement(
                SELECT + "WHERE (entity, field) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))");
        page = connection.prepareStatement(SELECT + "WHERE (entity, field) > (?, ?) ORDER BY entity, field LIMIT ?");
        bounded = connection.prepareStatement(
                SELECT + "WHERE (entity, field) > (?, ?) AND entity < ? ORDER BY entity, field LIMIT ?");
        since = connection.prepareStatement(SELECT + "WHERE revision > ? ORDER BY revision LIMIT ?");
    }

    Optional<Entry> get(RegisterKey key) throws SQLException, MalformedException {
        one.setString(1, key.entity().value());
        one.setString(2, key.field().value());
        return Rows.readPage(one, 1).entries().stream().findFirst();
    }

    Map<RegisterKey, Entry> get(Collection<RegisterKey> keys) throws SQLException, MalformedException {
        var json = new JsonWriter().open('[');
        for (RegisterKey key : keys) {
            json.open('[').text(key.entity().value()).text(key.field().value()).close(']');
        }
        some.setString(1, json.close(']').toString());
        var found = new HashMap<RegisterKey, Entry>();
        Rows.readEach(some, entry -> found.put(entry.key(), entry));
        return found;
    }

    Page scan(String prefix, Optional<RegisterKey> after, int limit) throws SQLException, MalformedException {
        if (prefix.isEmpty()) {
            return range(page, after, "", Optional.empty(), limit);
        }
        var below = prefix.endsWith("/") ? prefix : prefix + '/';
        var end = Optional.of(below.substring(0, below.length() - 1) + '0');
        if (prefix.endsWith("/")) {
            return range(bounded, after, below, end, limit);
        }
        // The entity itself first; what lies below it may come after siblings such as "a-b", for '-' sorts before '/'.
        var itself = range(bounded, after, prefix, Optional.of(prefix + '\u0001'), limit);
        if (itself.more() || itself.entries().size() == limit) {
            return new Page(itself.entries(), true);
        }
        var rest = range(bounded, after, below, end, limit - itself.entries().size());
        var all = new ArrayList<>(itself.entries());
        all.addAll(rest.entries());
        return new Page(all, rest.more());
    }

    Page changed(long revision, int limit) throws SQLException, MalformedException {
        since.setLong(1, revision);
        since.setInt(2, limit + 1);
        return Rows.readPage(since, limit);
    }

    List<Entry> conflicts() throws SQLException, MalformedException {
        try (var statement = connection.prepareStatement(SELECT + "WHERE conflict = 1 ORDER BY entity, field")) {
            var all = new ArrayList<Entry>();
            Rows.readEach(statement, all::add);
            return all;
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("Could not close a connection to the store: {}", e.getMessage());
        }
    }

    /** Keys from {@code first} on and beyond {@code after}, whose entity is less than {@code end}. No field is empty. */
    private static Page range(
            PreparedStatement statement, Optional<RegisterKey> after, String first, Optional<String> end, int limit)
            throws SQLException, MalformedException {
        var start =
                after.filter(key -> CodePointOrder.INSTANCE.compare(key.entity().value(), first) >= 0);
        statement.setString(1, start.map(key -> key.entity().value()).orElse(first));
        statement.setString(2, start.map(key -> key.field().value()).orElse(""));
        if (end.isPresent()) {
            statement.setString(3, end.get());
        }
        statement.setInt(end.isPresent() ? 4 : 3, limit + 1);
        return Rows.readPage(statement, limit);
    }
}
