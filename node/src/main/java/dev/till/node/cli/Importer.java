package dev.till.node.cli;

import dev.till.node.client.Bulk;
import dev.till.node.client.Change;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.node.socket.SocketProtocol;
import dev.till.protocol.company.CompanyFiles;
import dev.till.protocol.company.CompanySlug;
import dev.till.protocol.exchange.JsonLine;
import dev.till.protocol.id.FieldName;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.usv.UsvItem;
import dev.till.protocol.usv.UsvReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Sends what files hold to the node, file by file, record by record. What is bad is said on stderr and passed over. */
final class Importer {
    private final Session session;
    private final Bulk bulk;
    private final Harvest harvest;
    private final Progress progress;
    private final boolean dry;

    Importer(Session session, Bulk bulk, Harvest harvest, Progress progress, boolean dry) {
        this.session = session;
        this.bulk = bulk;
        this.harvest = harvest;
        this.progress = progress;
        this.dry = dry;
    }

    void take(ImportFiles.Found found) throws IOException, Refusal {
        harvest.file();
        switch (found.kind()) {
            case USV -> log(found.file());
            case JSON_LINES -> lines(found.file());
            case HOSTS_LOCAL -> hosts(found.file());
            case INDEX_MD -> company(found.file());
            case EMPTY, UNKNOWN -> {}
        }
    }

    private void log(Path file) throws IOException, Refusal {
        try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            var reader = new UsvReader(in, file.toString());
            for (var item = reader.next(); item.isPresent(); item = reader.next()) {
                take(item.get());
            }
        }
    }

    private void take(UsvItem item) throws IOException, Refusal {
        if (item instanceof UsvItem.Write write) {
            send(write.key(), write.content(), Optional.of(write.at()));
        } else if (item instanceof UsvItem.Control) {
            harvest.control();
        } else if (item instanceof UsvItem.Torn) {
            harvest.torn();
            say(item.toString());
        } else {
            bad(item.toString());
        }
    }

    private void lines(Path file) throws IOException, Refusal {
        try (var in = new LineInput(
                new BufferedInputStream(Files.newInputStream(file), 1 << 16), SocketProtocol.MAX_LINE_BYTES)) {
            while (true) {
                try {
                    var text = in.next();
                    if (text == null) {
                        return;
                    }
                    if (!text.isBlank()) {
                        var line = JsonLine.parse(text);
                        send(line.key(), line.content(), line.at());
                    }
                } catch (IllegalArgumentException e) {
                    bad(file + " line " + in.number() + ": " + e.getMessage());
                    if (!in.canGoOn()) {
                        return;
                    }
                }
            }
        }
    }

    private void hosts(Path file) throws IOException, Refusal {
        try (var connection = session.connect()) {
            var document = Input.text(file.toString(), session.terminal());
            var merged = JsonMembers.parse(connection.call(HostMergeCommand.request(document, dry)));
            harvest.hosts(merged.number("added", 0) + merged.number("updated", 0) + merged.number("readded", 0));
        } catch (IllegalArgumentException e) {
            bad(file + ": " + e.getMessage());
        } catch (Refusal e) {
            if (e.reason() != Reason.USAGE) {
                throw e;
            }
            bad(file + ": " + e.getMessage());
        }
    }

    /** The directory of the files names the company. Files tell no times, so the time they were changed has to do. */
    private void company(Path file) throws IOException, Refusal {
        try {
            var entity = slug(file).entity();
            var tags = file.resolveSibling(CompanyFiles.TAGS);
            var files = new CompanyFiles(
                    Files.readString(file),
                    Files.exists(tags) ? Optional.of(Files.readString(tags)) : Optional.empty());
            var at = HybridTimestamp.of(Files.getLastModifiedTime(file).toInstant());
            for (var field : files.fields().entrySet()) {
                send(new RegisterKey(entity, new FieldName(field.getKey())), field.getValue(), Optional.of(at));
            }
        } catch (IllegalArgumentException e) {
            bad(file + ": " + e.getMessage());
        } catch (CharacterCodingException e) {
            bad(file + ": not UTF-8 (expected: UTF-8 text)");
        }
    }

    private static CompanySlug slug(Path file) {
        var directory = file.toAbsolutePath().normalize().getParent();
        if (directory == null || directory.getFileName() == null) {
            throw new IllegalArgumentException("directory: none (expected: one named as the company)");
        }
        return new CompanySlug(directory.getFileName().toString());
    }

    private void send(RegisterKey key, Content content, Optional<HybridTimestamp> at) throws IOException, Refusal {
        harvest.record();
        var value = content instanceof Value found ? Optional.of(found) : Optional.<Value>empty();
        bulk.add(new Change(key, value, at));
        progress.count(harvest.records(), "records");
    }

    private void bad(String what) {
        harvest.bad();
        say("bad: " + what);
    }

    private void say(String what) {
        progress.end();
        session.say(what);
    }
}
