package dev.till.node.files;

import dev.till.node.files.place.Root;
import dev.till.node.files.round.Plan;
import dev.till.node.files.state.Diary;
import dev.till.node.message.FilesCommand.Why;
import dev.till.protocol.file.FolderName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What keeps a round from going near a folder at all: a root that is not there, and a clock that went back. */
record Safeguards(FolderName name, Root root, Diary diary) {
    private static final Duration CLOCK_SLACK = Duration.ofHours(1);

    /** Refuses a root that is not there or not the one that was added: a disk that is not mounted looks empty. */
    void requireRoot() throws IOException, FilesRefusal {
        var marked = root.marked();
        if (marked.isEmpty()) {
            throw leftAlone("the mark of till is missing below " + root.path()
                    + ", so its disk may not be mounted. Mount it; if it was emptied on purpose, add the folder"
                    + " again with `till files add " + name + " " + root.path() + "`");
        }
        if (!marked.get().equals(name)) {
            throw leftAlone(root.path() + " is marked as the root of folder " + marked.get());
        }
    }

    /** Refuses what brakes speak against. */
    void requireNone(List<String> brakes) throws FilesRefusal {
        if (!brakes.isEmpty()) {
            throw leftAlone(String.join("; ", brakes)
                    + ". If that is meant, go on with `till files apply " + name + " --force`; if not, bring"
                    + " the files back first (see `till files trash " + name + "`)");
        }
    }

    /** The folder is left as it is, for this reason. */
    FilesRefusal leftAlone(String why) {
        return new FilesRefusal(Why.CONFLICT, "folder " + name + " is left as it is: " + why);
    }

    /** The plan, with one brake more when the clock is behind the last round. */
    Plan withClock(Plan plan, Instant now) throws IOException {
        var newest = diary.newest(1);
        if (newest.isEmpty() || newest.get(0).at().isBefore(now.plus(CLOCK_SLACK))) {
            return plan;
        }
        var brakes = new ArrayList<>(plan.brakes());
        brakes.add("the clock of this machine says " + now + ", but the last round was at "
                + newest.get(0).at());
        return plan.withBrakes(brakes);
    }
}
