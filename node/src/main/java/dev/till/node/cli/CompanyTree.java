package dev.till.node.cli;

import dev.till.protocol.company.CompanyFiles;
import dev.till.protocol.company.CompanySlug;
import dev.till.protocol.id.EntityPath;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.register.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes companies as directories, one after the other, from registers in key order. */
final class CompanyTree {
    private final Path top;
    private final Session session;
    private final SortedMap<String, Value> fields = new TreeMap<>();
    private Optional<CompanySlug> company = Optional.empty();
    private long companies;
    private long files;

    CompanyTree(Path top, Session session) {
        this.top = top;
        this.session = session;
    }

    /** The next register. */
    void take(String json) throws IOException {
        var entry = JsonMembers.parse(json);
        var next = CompanySlug.of(new EntityPath(entry.text("entity")));
        if (!next.equals(company)) {
            finish();
            company = next;
            if (next.isEmpty()) {
                session.say("passed over: " + entry.text("entity") + " is no company that a directory can be named by");
            }
        }
        fields.put(entry.text("field"), new Value(entry.raw("value").orElseThrow()));
    }

    /** Writes what has been taken last. */
    void finish() throws IOException {
        if (company.isPresent()) {
            var directory = Files.createDirectories(top.resolve(company.get().value()));
            var content = CompanyFiles.of(fields);
            Files.writeString(directory.resolve(CompanyFiles.INDEX), content.index());
            files++;
            if (content.tags().isPresent()) {
                Files.writeString(
                        directory.resolve(CompanyFiles.TAGS), content.tags().get());
                files++;
            }
            companies++;
        }
        fields.clear();
        company = Optional.empty();
    }

    long companies() {
        return companies;
    }

    long files() {
        return files;
    }
}
