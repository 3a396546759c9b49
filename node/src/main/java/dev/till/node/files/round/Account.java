package dev.till.node.files.round;

import dev.till.node.files.round.Applying.Outcome;
import dev.till.node.files.round.Applying.Undone;
import dev.till.node.files.state.Diary.Note;
import dev.till.protocol.file.FilePath;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What came of a round so far: what was done, and what was not and why. */
final class Account {
    private final InstantSource clock;
    private final Map<FilePath, FilePath> renames;
    private final Set<FilePath> renamed;
    private final List<Note> notes = new ArrayList<>();
    private final List<Undone> undone = new ArrayList<>();
    private long done;

    /** Tells of these paths, where each was before, as of renames. */
    Account(InstantSource clock, Map<FilePath, FilePath> renames) {
        this.clock = clock;
        this.renames = renames;
        renamed = Set.copyOf(renames.values());
    }

    /** Something was done, on behalf of {@code device}. */
    void did(Finding finding, String what, String device) {
        done++;
        var before = Optional.ofNullable(renames.get(finding.path()));
        if (before.isEmpty() && renamed.contains(finding.path())) {
            // The other half of a rename, which is told of at its new path.
            return;
        }
        notes.add(new Note(
                clock.instant(),
                finding.path().value(),
                before.isPresent() ? "file_renamed" : what,
                device,
                before.map(path -> "was " + path).orElseGet(() -> finding.step().reason()),
                before.map(FilePath::value)));
    }

    void failed(FilePath path, String why) {
        undone.add(new Undone(path, why));
    }

    List<Note> notes() {
        return notes;
    }

    Outcome outcome() {
        return new Outcome(done, undone, notes);
    }
}
