package dev.till.node.files;

import dev.till.node.files.round.Finding;
import dev.till.node.message.Assignment;
import dev.till.node.message.FilesCommand.Why;
import dev.till.node.message.FilesTask;
import dev.till.node.message.FilesTask.Keep;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FileVersion;
import dev.till.protocol.file.Item;
import dev.till.protocol.file.sync.Heads;
import dev.till.protocol.file.sync.Step;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Decides conflicts as somebody said, for the whole fleet. What loses here goes to the trash. */
final class Resolution {
    private final FolderWork work;

    Resolution(FolderWork work) {
        this.work = work;
    }

    /** Decides all that is asked for; refused, with nothing done, when one of the paths is in no conflict. */
    FolderWork.Round resolve(FilesTask.Resolve task) throws IOException, FilesRefusal {
        var conflicts = work.findings(Finding::isConflict);
        var wanted = new TreeSet<FilePath>();
        task.paths().forEach(path -> wanted.add(new FilePath(path)));
        for (FilePath path : wanted) {
            if (conflicts.stream().noneMatch(finding -> finding.path().equals(path))) {
                throw new FilesRefusal(
                        Why.ABSENT,
                        "no conflict at " + path + " in folder " + work.name() + " (see `till files conflicts`)");
            }
        }
        var decided = new ArrayList<Finding>();
        for (Finding finding : conflicts) {
            if (wanted.isEmpty() || wanted.contains(finding.path())) {
                decided.add(decide(finding, task.keep()));
            }
        }
        var round = work.apply(decided, conflicts.size() - (long) decided.size());
        // A version that was taken is told again as the one that follows all of them.
        for (Finding finding : decided) {
            if (finding.step() instanceof Step.Take) {
                settle(finding.path());
            }
        }
        tell(decided, task.keep());
        return round;
    }

    private Finding decide(Finding finding, Keep keep) throws IOException {
        var conflict = (Step.Conflict) finding.step();
        var everything = Heads.clock(conflict.theirs()).merge(conflict.mine()).merge(Heads.clock(versions(finding)));
        var me = new DeviceName(work.self());
        var mine = new FileVersion(finding.mine(), conflict.mine(), me, work.now());
        var theirs = conflict.theirs().stream().max(FileVersion.byAge()).orElseThrow();
        boolean keepsMine = switch (keep) {
            case LOCAL -> true;
            case REMOTE -> false;
            case NEWER -> FileVersion.byAge().compare(mine, theirs) >= 0;
            // The same one on whatever device it is decided: that of the smaller name stays.
            case BOTH -> writer(finding).compareTo(theirs.by()) <= 0;
        };
        if (keep == Keep.BOTH && !finding.mine().isAbsent()) {
            keepCopy(finding, keepsMine, theirs);
        }
        Step step = keepsMine
                ? new Step.Offer(everything.next(me), "resolved: " + keep.name().toLowerCase(java.util.Locale.ROOT))
                : new Step.Take(
                        theirs.following(everything), "resolved: " + keep.name().toLowerCase(java.util.Locale.ROOT));
        return with(finding, step);
    }

    private DeviceName writer(Finding finding) {
        return versions(finding).stream()
                .filter(version -> version.item().hasContentOf(finding.mine()))
                .map(FileVersion::by)
                .findFirst()
                .orElse(new DeviceName(work.self()));
    }

    private static List<FileVersion> versions(Finding finding) {
        return finding.theirs().stream().map(Finding.Theirs::version).toList();
    }

    private static Finding with(Finding finding, Step step) {
        return new Finding(
                finding.path(),
                finding.stat(),
                finding.mine(),
                finding.chunks(),
                finding.row(),
                finding.theirs(),
                step);
    }

    /** The loser gets a name of its own beside the winner. */
    private void keepCopy(Finding finding, boolean keepsMine, FileVersion theirs) throws IOException {
        var loser = keepsMine ? theirs.by() : writer(finding);
        var copy = finding.path().conflictCopy(loser.value());
        if (!keepsMine) {
            Files.copy(
                    work.root().at(finding.path()),
                    work.root().at(copy),
                    StandardCopyOption.COPY_ATTRIBUTES,
                    StandardCopyOption.REPLACE_EXISTING,
                    LinkOption.NOFOLLOW_LINKS);
        } else if (theirs.item() instanceof Item.Regular) {
            var take = new Step.Take(theirs, "the loser of a conflict, kept");
            var found = new Finding(
                    copy,
                    work.root().look(copy),
                    Item.Absent.NOTHING,
                    List.of(),
                    work.agreed().find(copy),
                    List.of(),
                    take);
            work.apply(List.of(found), 0);
        }
    }

    private void settle(FilePath path) throws IOException, FilesRefusal {
        var again = work.findings(finding -> finding.path().equals(path));
        for (Finding finding : again) {
            var heads = Heads.of(versions(finding));
            boolean mineIsOne = heads.stream().anyMatch(head -> head.item().hasContentOf(finding.mine()));
            if (finding.isConflict() && mineIsOne) {
                var clock = Heads.clock(versions(finding)).merge(((Step.Conflict) finding.step()).mine());
                var next = clock.next(new DeviceName(work.self()));
                work.apply(List.of(with(finding, new Step.Offer(next, "resolved"))), 0);
            }
        }
    }

    /** Tells the components of the fleet, as tcfs does. */
    private void tell(List<Finding> decided, Keep keep) throws IOException {
        var assignments = new ArrayList<Assignment>();
        Optional<Finding> last = decided.isEmpty() ? Optional.empty() : Optional.of(decided.get(decided.size() - 1));
        last.ifPresent(finding -> assignments.add(Assignment.now(
                RegisterKey.of("file-events/" + work.name(), work.self()),
                JsonText.parse(new JsonWriter()
                        .open('{')
                        .text("type", "conflict_resolved")
                        .text("device_id", work.self())
                        .text("rel_path", finding.path().value())
                        .text("resolution", "keep-" + keep.name().toLowerCase(java.util.Locale.ROOT))
                        .text("timestamp", work.now().toString())
                        .close('}')
                        .toString()))));
        if (!assignments.isEmpty()) {
            work.records().write(assignments);
        }
    }
}
