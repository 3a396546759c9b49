package dev.till.node.files;

import dev.till.node.files.round.Applying.Undone;
import dev.till.node.files.scan.Watcher;
import dev.till.node.files.scan.Watcher.Touched;
import dev.till.node.message.Entry;
import dev.till.node.message.FilesCommand.Reply;
import dev.till.node.message.FilesTask;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.JournalState;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Changes;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FileRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Works on one folder, one thing after the other, so that no two rounds overlap. While it follows changes it looks at the paths
 * that the system and the registers name, at everything every few minutes, and again at what could not be done. It needs a
 * thread that may block.
 */
final class FolderActor extends AbstractBehavior<FolderActor.Command> {

    sealed interface Command {}

    /** Do this. */
    record Perform(FilesTask task, ActorRef<Reply> replyTo) implements Command {}

    /** Follow changes from now on, or no more. */
    record Follow(boolean live) implements Command {}

    private record Seen(Touched touched) implements Command {}

    private record Described(JournalState state) implements Command {}

    private record Told(Changes changes) implements Command {}

    private enum Timer implements Command {
        WHOLE_ROUND,
        AGAIN
    }

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** What comes all at once is fetched, synced and put in place by turns, the more smoothly the more of it is known. */
    private static final int PAGE = 8192;

    private static final int MOST_PATHS = 5000;

    /** When more was changed here, all of the folder is looked at: only of the whole it is known how much of it that is. */
    private static final int MOST_CHANGED = 1000;

    private final TimerScheduler<Command> timers;
    private final FolderWork work;
    private final FolderTasks tasks;
    private final ActorRef<JournalCommand> journal;
    private final ActorRef<RegisterCommand> registers;
    private final Rhythm rhythm;
    private final Set<FilePath> waiting = new HashSet<>();
    private Optional<Watcher> watcher = Optional.empty();
    private Duration again;
    private boolean live;
    private boolean following;

    private FolderActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            FolderWork work,
            ActorRef<JournalCommand> journal,
            ActorRef<RegisterCommand> registers,
            Rhythm rhythm) {
        super(context);
        this.rhythm = rhythm;
        again = rhythm.soon();
        this.timers = timers;
        this.work = work;
        this.journal = journal;
        this.registers = registers;
        tasks = new FolderTasks(work);
    }

    /** Works by {@code work}, and closes it in the end. */
    static Behavior<Command> create(
            FolderWork work, ActorRef<JournalCommand> journal, ActorRef<RegisterCommand> registers, Rhythm rhythm) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new FolderActor(context, timers, work, journal, registers, rhythm)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Perform.class, this::onPerform)
                .onMessage(Follow.class, this::onFollow)
                .onMessage(Seen.class, seen -> onSeen(seen.touched()))
                .onMessage(
                        Described.class, described -> follow(described.state().revision()))
                .onMessage(Told.class, told -> onTold(told.changes()))
                .onMessageEquals(Timer.WHOLE_ROUND, this::onWholeRound)
                .onMessageEquals(Timer.AGAIN, this::onAgain)
                .onSignal(PostStop.class, stopped -> onStop())
                .build();
    }

    private Behavior<Command> onPerform(Perform perform) {
        perform.replyTo().tell(tasks.perform(perform.task()));
        return this;
    }

    private Behavior<Command> onFollow(Follow follow) throws IOException {
        boolean begins = follow.live() && !live;
        live = follow.live();
        if (begins) {
            watch();
            if (!following) {
                following = true;
                // Registers that change from now on are told; the whole round below finds what came before.
                journal.tell(
                        new JournalCommand.Describe(getContext().messageAdapter(JournalState.class, Described::new)));
            }
            timers.startSingleTimer(Timer.WHOLE_ROUND, Duration.ZERO);
        } else if (!live) {
            timers.cancelAll();
            waiting.clear();
            closeWatcher();
        }
        return this;
    }

    private void watch() throws IOException {
        closeWatcher();
        var self = getContext().getSelf();
        try {
            watcher = Optional.of(
                    Watcher.open(work.folder().root(), work.profile(), touched -> self.tell(new Seen(touched))));
        } catch (IOException e) {
            getContext()
                    .getLog()
                    .warn("Folder [{}] is only looked at every few minutes: {}", work.name(), e.getMessage());
        }
    }

    private Behavior<Command> follow(long since) {
        registers.tell(new RegisterCommand.Follow(
                FileRecord.prefix(work.name()),
                since,
                PAGE,
                PATIENCE,
                getContext().messageAdapter(Changes.class, Told::new)));
        return this;
    }

    private Behavior<Command> onTold(Changes changes) {
        var paths = new HashSet<FilePath>();
        for (Entry entry : changes.entries()) {
            var path = entry.key()
                    .entity()
                    .value()
                    .substring(FileRecord.prefix(work.name()).length());
            if (FilePath.refusal(path).isEmpty()) {
                paths.add(new FilePath(path));
            }
        }
        if (live && !paths.isEmpty()) {
            round(paths);
        }
        return follow(changes.upTo());
    }

    private Behavior<Command> onSeen(Touched touched) {
        if (!live) {
            return this;
        }
        var changed = work.changedByOthers(touched.paths());
        if (touched.everything() || changed.size() > MOST_CHANGED) {
            return onWholeRound();
        }
        if (!changed.isEmpty()) {
            round(changed);
        }
        return this;
    }

    private Behavior<Command> onWholeRound() {
        if (live) {
            attempt(() -> work.round(false), Set.of());
            timers.startSingleTimer(Timer.WHOLE_ROUND, rhythm.untilScan());
        }
        return this;
    }

    private Behavior<Command> onAgain() {
        if (live && !waiting.isEmpty()) {
            var paths = Set.copyOf(waiting);
            waiting.clear();
            round(paths);
        }
        return this;
    }

    private void round(Collection<FilePath> paths) {
        attempt(() -> work.round(paths), paths);
    }

    /** One round or another. */
    private interface Attempt {
        Round make() throws IOException, FilesRefusal;
    }

    /** @param paths to be tried again when nothing can be done now */
    private void attempt(Attempt attempt, Collection<FilePath> paths) {
        try {
            var round = attempt.make();
            boolean got = round.outcome().done() > 0;
            round.outcome().undone().stream().map(Undone::path).forEach(this::await);
            tryAgain(got);
        } catch (FilesRefusal e) {
            getContext().getLog().warn("{}", e.getMessage());
            var later = e.isPassing() ? paths : e.undone();
            later.forEach(this::await);
            if (!later.isEmpty()) {
                tryAgain(false);
            }
        } catch (IOException | RuntimeException e) {
            getContext().getLog().warn("A round of folder [{}] failed: {}", work.name(), e.toString());
        }
    }

    private void await(FilePath path) {
        if (waiting.size() < MOST_PATHS) {
            waiting.add(path);
        }
    }

    /** What a peer does not give yet, or a program still writes, comes later: soon at first, then less often. */
    private void tryAgain(boolean got) {
        again = got || waiting.isEmpty() ? rhythm.soon() : rhythm.later(again);
        if (!waiting.isEmpty()) {
            timers.startSingleTimer(Timer.AGAIN, again);
        }
    }

    private void closeWatcher() throws IOException {
        if (watcher.isPresent()) {
            watcher.get().close();
            watcher = Optional.empty();
        }
    }

    private Behavior<Command> onStop() throws IOException {
        closeWatcher();
        work.close();
        return this;
    }
}
