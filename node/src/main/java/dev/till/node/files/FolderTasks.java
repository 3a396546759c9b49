package dev.till.node.files;

import dev.till.node.files.FilesJson.Conflict;
import dev.till.node.files.round.Finding;
import dev.till.node.message.FilesCommand.Reply;
import dev.till.node.message.FilesCommand.Why;
import dev.till.node.message.FilesTask;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FileVersion;
import dev.till.protocol.file.sync.Heads;
import dev.till.protocol.file.sync.Step;
import dev.till.protocol.id.DeviceName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what is asked of one folder, and says what came of it. */
final class FolderTasks {
    private static final Logger LOG = LoggerFactory.getLogger(FolderTasks.class);
    private static final int MOST_TRASH = 10_000;

    private final FolderWork work;

    FolderTasks(FolderWork work) {
        this.work = work;
    }

    /** Does it; what cannot be done becomes a refusal. */
    Reply perform(FilesTask task) {
        try {
            return new Reply.Done(done(task));
        } catch (FilesRefusal e) {
            return new Reply.Refused(e.why(), e.getMessage());
        } catch (IllegalArgumentException e) {
            return new Reply.Refused(Why.USAGE, e.getMessage());
        } catch (IOException e) {
            return new Reply.Refused(Why.FAILED, "folder " + work.name() + ": " + wording(e));
        } catch (RuntimeException e) {
            // Who asked is to be answered in any case, and the folder is to go on.
            LOG.error("Folder {}: {} failed", work.name(), task.getClass().getSimpleName(), e);
            return new Reply.Refused(
                    Why.FAILED,
                    "folder " + work.name() + ": unexpected: " + e + "; the log of the node says more (`till log`)");
        }
    }

    private static String wording(IOException e) {
        return e.getMessage() == null || !e.getClass().equals(IOException.class) ? e.toString() : e.getMessage();
    }

    private String done(FilesTask task) throws IOException, FilesRefusal {
        if (task instanceof FilesTask.Plan) {
            return FilesJson.plan(work.folder(), work.plan(), work.self());
        }
        if (task instanceof FilesTask.Apply apply) {
            return told(work.round(apply.force()));
        }
        if (task instanceof FilesTask.Move move) {
            return move(move);
        }
        if (task instanceof FilesTask.Conflicts) {
            return FilesJson.conflicts(work.name(), conflicts());
        }
        if (task instanceof FilesTask.Resolve resolve) {
            return told(new Resolution(work).resolve(resolve));
        }
        if (task instanceof FilesTask.Log log) {
            return FilesJson.log(work.name(), work.diary().newest(log.most()));
        }
        if (task instanceof FilesTask.Trash) {
            return FilesJson.trash(work.name(), work.diary().trash(MOST_TRASH));
        }
        if (task instanceof FilesTask.Restore restore) {
            return new Restoring(work).restore(new FilePath(restore.path()));
        }
        if (task instanceof FilesTask.Verify) {
            return new Verification(work).verify();
        }
        if (task instanceof FilesTask.ImportTcfs wanted) {
            return told(work.importTcfs(wanted.store()));
        }
        throw new IllegalArgumentException("task: " + task + " (expected: one that is done with files)");
    }

    private String told(Round round) {
        return FilesJson.applied(work.folder(), round);
    }

    /** One path and what lies below it, in one direction. */
    private String move(FilesTask.Move move) throws IOException, FilesRefusal {
        var path = new FilePath(move.path());
        if (!work.profile().includes(path)) {
            throw new FilesRefusal(Why.USAGE, path + " is left out of folder " + work.name());
        }
        var below = work.findings(
                finding -> finding.path().equals(path) || finding.path().value().startsWith(path + "/"));
        var known =
                work.root().look(path).isPresent() || work.agreed().find(path).isPresent() || !below.isEmpty();
        if (!known) {
            throw new FilesRefusal(Why.ABSENT, "no such path in folder " + work.name() + ": " + path);
        }
        List<Finding> wanted = new ArrayList<>();
        for (Finding finding : below) {
            if (move.push() ? finding.step() instanceof Step.Offer : finding.step() instanceof Step.Take) {
                wanted.add(finding);
            }
        }
        long conflicts = below.stream().filter(Finding::isConflict).count();
        return told(work.apply(wanted, conflicts));
    }

    private List<Conflict> conflicts() throws IOException, FilesRefusal {
        var conflicts = new ArrayList<Conflict>();
        for (Finding finding : work.findings(Finding::isConflict)) {
            conflicts.add(new Conflict(finding.path().value(), versions(finding)));
        }
        return conflicts;
    }

    /** What is here first, then what the others have. */
    private List<FileVersion> versions(Finding finding) {
        var conflict = (Step.Conflict) finding.step();
        var heads =
                Heads.of(finding.theirs().stream().map(Finding.Theirs::version).toList());
        var versions = new ArrayList<FileVersion>();
        var among = heads.stream()
                .filter(head -> head.item().hasContentOf(finding.mine()))
                .findFirst();
        if (!finding.mine().isAbsent()) {
            versions.add(among.orElseGet(
                    () -> new FileVersion(finding.mine(), conflict.mine(), new DeviceName(work.self()), work.now())));
        }
        heads.stream().filter(head -> !head.item().hasContentOf(finding.mine())).forEach(versions::add);
        return versions;
    }
}
