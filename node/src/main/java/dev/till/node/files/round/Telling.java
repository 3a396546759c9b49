package dev.till.node.files.round;

import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.Agreed.Change;
import dev.till.node.files.state.AgreedRow;
import dev.till.node.message.Assignment;
import dev.till.protocol.file.FileRecord;
import dev.till.protocol.file.FileVersion;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.sync.Step;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.Dot;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells the others what is here, and writes down what all agree on: the part of a plan that changes no file. */
final class Telling {
    private static final int BATCH = 512;

    private final FolderName folder;
    private final DeviceName self;
    private final Agreed agreed;
    private final Placed placed;
    private final Records records;
    private final Account account;
    private final InstantSource clock;
    private final List<Assignment> assignments = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<AgreedRow> looks = new ArrayList<>();

    Telling(Applying.Tools tools, Account account) {
        folder = tools.folder();
        self = tools.self();
        agreed = tools.agreed();
        placed = tools.placed();
        records = tools.records();
        clock = tools.clock();
        this.account = account;
    }

    /** Tells all that is to be told, in batches. */
    void tell(List<Finding> findings) throws IOException {
        for (int from = 0; from < findings.size(); from += BATCH) {
            for (Finding finding : findings.subList(from, Math.min(findings.size(), from + BATCH))) {
                prepare(finding);
            }
            // Who hears of a version asks for it at once, and gets what is agreed here. If this ends in between, the
            // next
            // round finds that the others do not know of it.
            agreed.write(changes);
            placed.forget(changes);
            records.write(assignments);
            agreed.look(looks);
            changes.clear();
            assignments.clear();
            looks.clear();
        }
    }

    private void prepare(Finding finding) {
        var step = finding.step();
        if (step instanceof Step.Offer offer) {
            var version = version(finding, offer);
            var record = FileRecord.write(version);
            assignments.add(assignment(finding, version, record));
            changes.add(change(finding, version, record));
            account.did(finding, finding.mine().isAbsent() ? "file_deleted" : "file_synced", self.value());
        } else if (step instanceof Step.Agree agree) {
            var record = FileRecord.write(agree.version());
            if (finding.theirs().size() > 1) {
                assignments.add(assignment(finding, agree.version(), record));
            }
            changes.add(change(finding, agree.version(), record));
        } else if (step instanceof Step.Conflict conflict) {
            conflict(finding, conflict);
        } else if (step instanceof Step.Keep
                && finding.row().isPresent()
                && finding.stat().isPresent()) {
            looks.add(new AgreedRow(finding.path(), finding.row().get().record(), finding.stat()));
        }
    }

    private void conflict(Finding finding, Step.Conflict conflict) {
        var mine = new FileVersion(finding.mine(), conflict.mine(), self, clock.instant());
        var record = FileRecord.write(mine);
        if (conflict.offer()) {
            assignments.add(assignment(finding, mine, record));
            account.did(finding, "conflict", conflict.theirs().get(0).by().value());
        }
        if (!finding.isKnownAs(mine)) {
            changes.add(change(finding, mine, record));
        }
    }

    /** What is offered: as its writer wrote it, when it is one that another device has told of. */
    private FileVersion version(Finding finding, Step.Offer offer) {
        return finding.versions().stream()
                .filter(theirs ->
                        theirs.item().equals(finding.mine()) && !theirs.item().isAbsent())
                .findFirst()
                .map(theirs -> new FileVersion(theirs.item(), offer.clock(), theirs.by(), theirs.at()))
                .orElseGet(() -> new FileVersion(finding.mine(), offer.clock(), self, clock.instant()));
    }

    /** Replaces what the version follows, and leaves what it does not. */
    private Assignment assignment(Finding finding, FileVersion version, Value record) {
        Set<Dot> followed = new HashSet<>();
        for (Finding.Theirs theirs : finding.theirs()) {
            if (version.clock().covers(theirs.version().clock())) {
                followed.add(theirs.dot());
            }
        }
        return Assignment.replacing(followed, FileRecord.key(folder, finding.path()), record);
    }

    private static Change change(Finding finding, FileVersion version, Value record) {
        return new Change(finding.path(), version, record.json(), finding.stat(), finding.chunks());
    }
}
