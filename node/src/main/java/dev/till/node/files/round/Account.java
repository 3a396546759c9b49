package dev.till.node.files.round;

import dev.till.node.files.round.Applying.Outcome;
import dev.till.node.files.round.Applying.Undone;
import dev.till.node.files.state.Diary.Note;
import dev.till.protocol.file.FilePath;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What came of a round so far: what was done, and what was not and why. */
final class Account {
    private final InstantSource clock;
    private final List<Finding> planned = new ArrayList<>();
    private final List<Done> done = new ArrayList<>();
    private final List<Undone> undone = new ArrayList<>();

    Account(InstantSource clock) {
        this.clock = clock;
    }

    private record Done(Finding finding, String what, String device, Instant at) {}

    /** These are to be done. */
    void plans(List<Finding> findings) {
        planned.addAll(findings);
    }

    /** Something was done, on behalf of {@code device}. */
    void did(Finding finding, String what, String device) {
        done.add(new Done(finding, what, device, clock.instant()));
    }

    void failed(FilePath path, String why) {
        undone.add(new Undone(path, why));
    }

    /** What was done: what went from one path to another is told of at its new one, as a rename. */
    List<Note> notes() {
        var renames = Renames.of(planned);
        var renamed = Set.copyOf(renames.values());
        var notes = new ArrayList<Note>();
        for (Done each : done) {
            var path = each.finding().path();
            var before = Optional.ofNullable(renames.get(path));
            if (before.isPresent() || !renamed.contains(path)) {
                notes.add(new Note(
                        each.at(),
                        path.value(),
                        before.isPresent() ? "file_renamed" : each.what(),
                        each.device(),
                        before.map(from -> "was " + from)
                                .orElseGet(() -> each.finding().step().reason()),
                        before.map(FilePath::value)));
            }
        }
        return notes;
    }

    Outcome outcome(List<Note> notes) {
        return new Outcome(done.size(), undone, notes);
    }
}
