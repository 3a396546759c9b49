package dev.till.node.files;

import dev.till.node.files.round.Applying.Outcome;
import dev.till.node.files.round.Applying.Undone;
import dev.till.node.files.round.Finding;
import dev.till.node.message.Assignment;
import dev.till.node.message.FilesCommand.Why;
import dev.till.node.message.FilesTask;
import dev.till.node.message.FilesTask.Keep;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FileRecord;
import dev.till.protocol.file.FileVersion;
import dev.till.protocol.file.Item;
import dev.till.protocol.file.sync.Heads;
import dev.till.protocol.file.sync.Step;
import dev.till.protocol.id.DeviceName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** Decides conflicts as somebody said, for the whole fleet. What loses here goes to the trash. */
final class Resolution {
    private final FolderWork work;

    Resolution(FolderWork work) {
        this.work = work;
    }

    /** Decides all that is asked for; refused, with nothing done, when one of the paths is in no conflict. */
    Round resolve(FilesTask.Resolve task) throws IOException, FilesRefusal {
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
        var unreached = new ArrayList<Undone>();
        for (Finding finding : conflicts) {
            if (wanted.isEmpty() || wanted.contains(finding.path())) {
                decide(finding, task.keep())
                        .ifPresentOrElse(
                                decided::add,
                                () -> unreached.add(new Undone(
                                        finding.path(),
                                        "the other version cannot be had now; nothing was decided about it")));
            }
        }
        var round = work.apply(decided, conflicts.size() - (long) decided.size());
        round.outcome().undone().forEach(unreached::add);
        tell(decided, task.keep());
        return new Round(
                new Outcome(round.outcome().done(), unreached, round.outcome().notes()),
                round.conflicts(),
                round.received());
    }

    /** What follows; empty when that needs a content that cannot be had. */
    private Optional<Finding> decide(Finding finding, Keep keep) throws IOException, FilesRefusal {
        var conflict = (Step.Conflict) finding.step();
        var me = new DeviceName(work.self());
        var decision = Heads.clock(conflict.theirs())
                .merge(conflict.mine())
                .merge(Heads.clock(versions(finding)))
                .next(me);
        var mine = new FileVersion(finding.mine(), conflict.mine(), me, work.now());
        // Of both the same one stays on whatever device it is decided: that of the smallest name.
        var theirs = keep == Keep.BOTH
                ? conflict.theirs().stream()
                        .min(Comparator.comparing(FileVersion::by)
                                .thenComparing(FileVersion.byAge().reversed()))
                        .orElseThrow()
                : conflict.theirs().stream().max(FileVersion.byAge()).orElseThrow();
        boolean competes = competes(conflict);
        boolean keepsMine = switch (keep) {
            case LOCAL -> true;
            case REMOTE -> false;
            case NEWER -> competes && FileVersion.byAge().compare(mine, theirs) >= 0;
            case BOTH -> competes && writer(finding).compareTo(theirs.by()) <= 0;
        };
        if (keep == Keep.BOTH && !keepCopies(finding, competes, keepsMine ? finding.mine() : theirs.item())) {
            return Optional.empty();
        }
        Step step = keepsMine
                ? new Step.Offer(decision, "resolved: " + word(keep))
                : new Step.Take(theirs.following(decision), "resolved: " + word(keep));
        return Optional.of(with(finding, step));
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

    /** Whether what is here is one of those to decide between: it may be what all of them have replaced. */
    private static boolean competes(Step.Conflict conflict) {
        return conflict.theirs().stream().noneMatch(other -> other.clock().covers(conflict.mine()));
    }

    /** Each that loses gets a name of its own beside the winner; false when one of them cannot be had. */
    private boolean keepCopies(Finding finding, boolean competes, Item winner) throws IOException, FilesRefusal {
        if (competes && !finding.mine().hasContentOf(winner)) {
            if (!keepCopy(finding, finding.mine(), Optional.empty(), writer(finding))) {
                return false;
            }
        }
        for (FileVersion other : ((Step.Conflict) finding.step()).theirs()) {
            boolean isKept = other.item().hasContentOf(winner)
                    || (competes && other.item().hasContentOf(finding.mine()));
            if (!isKept && !keepCopy(finding, other.item(), Optional.of(other.by()), other.by())) {
                return false;
            }
        }
        return true;
    }

    private boolean keepCopy(Finding finding, Item item, Optional<DeviceName> from, DeviceName by)
            throws IOException, FilesRefusal {
        return item instanceof Item.Directory
                || item.isAbsent()
                || work.copy(finding.path(), item, from, freeName(finding.path(), by));
    }

    /** Where nothing is yet: an earlier conflict may have left a copy that somebody still wants. */
    private FilePath freeName(FilePath path, DeviceName loser) throws IOException {
        var copy = path.conflictCopy(loser.value());
        for (int number = 2; work.root().look(copy).isPresent() || isTold(copy); number++) {
            copy = path.conflictCopy(loser.value() + "-" + number);
        }
        return copy;
    }

    private boolean isTold(FilePath path) throws IOException {
        return work.records()
                .get(FileRecord.key(work.name(), path))
                .register()
                .value()
                .isPresent();
    }

    private void tell(List<Finding> decided, Keep keep) throws IOException {
        var events = new ArrayList<Assignment>();
        for (Finding finding : decided) {
            events.add(Events.resolved(work.name(), work.self(), finding.path(), "keep-" + word(keep), work.now()));
        }
        work.records().write(events);
    }

    private static String word(Keep keep) {
        return keep.name().toLowerCase(Locale.ROOT);
    }
}
