package dev.till.node.files;

import dev.till.node.files.round.Finding;
import dev.till.node.files.scan.Hasher;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.AgreedRow;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.Item;
import dev.till.protocol.file.sync.Step;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads every file that looks as it did when all agreed, and tells those whose content is another now: nobody changed them,
 * the disk spoiled them. They are fetched anew from whoever has them.
 */
final class Verification {
    private final FolderWork work;
    private final Hasher hasher = new Hasher();

    Verification(FolderWork work) {
        this.work = work;
    }

    /** {@code {"folder","files","spoiled":[{"path","mended","why"}]}}. */
    String verify() throws IOException, FilesRefusal {
        long files = 0;
        var spoiled = new ArrayList<Finding>();
        List<AgreedRow> page;
        var after = "";
        do {
            page = work.agreed().page(after);
            for (AgreedRow row : page) {
                after = row.path().value();
                if (row.version().item() instanceof Item.Regular file
                        && work.profile().includes(row.path())) {
                    files++;
                    check(row, file).ifPresent(spoiled::add);
                }
            }
        } while (page.size() == Agreed.pageSize());
        return told(files, spoiled);
    }

    private Optional<Finding> check(AgreedRow row, Item.Regular file) throws IOException {
        var now = work.root().look(row.path());
        boolean looksAsItDid = now.isPresent()
                && row.stat().filter(stat -> now.get().hasContentOf(stat)).isPresent();
        if (!looksAsItDid) {
            return Optional.empty();
        }
        var read = hasher.read(work.root().open(row.path()), Long.MAX_VALUE);
        if (read.hash().equals(file.hash()) || !work.root().look(row.path()).equals(now)) {
            return Optional.empty();
        }
        var mine = new Item.Regular(read.hash(), read.size(), file.mode(), file.mtime());
        return Optional.of(new Finding(
                row.path(),
                now,
                mine,
                List.of(),
                Optional.of(row),
                List.of(),
                new Step.Take(row.version(), "spoiled on this disk")));
    }

    private String told(long files, List<Finding> spoiled) throws IOException, FilesRefusal {
        var undone = new TreeMap<FilePath, String>();
        work.apply(spoiled, 0).outcome().undone().forEach(each -> undone.put(each.path(), each.why()));
        var json = new JsonWriter()
                .open('{')
                .text("folder", work.name().value())
                .number("files", files)
                .open("spoiled", '[');
        for (Finding finding : spoiled) {
            var why = Optional.ofNullable(undone.get(finding.path()));
            json.open('{')
                    .text("path", finding.path().value())
                    .flag("mended", why.isEmpty())
                    .text("why", why)
                    .close('}');
        }
        return json.close(']').close('}').toString();
    }
}
