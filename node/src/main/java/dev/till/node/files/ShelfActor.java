package dev.till.node.files;

import dev.till.node.files.Shelving.Shelved;
import dev.till.node.message.FilesCommand.Reply;
import dev.till.node.message.FilesCommand.Why;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Brings what a folder holds to the hub, every so often and when it is asked to, beside the rounds: a hub may be slow. It
 * needs a thread that may block.
 */
final class ShelfActor extends AbstractBehavior<ShelfActor.Command> {

    sealed interface Command {}

    /** Bring it now and, if so asked, remove what nobody wants any more. */
    record Bring(boolean collect, ActorRef<Reply> replyTo) implements Command {}

    /** The folder is kept here no more: want nothing of it. */
    enum LetGo implements Command {
        NOW
    }

    private enum Tick implements Command {
        NOW
    }

    private final TimerScheduler<Command> timers;
    private final Shelving shelving;
    private final HubRules rules;
    private Optional<String> lastFailure = Optional.empty();

    private ShelfActor(
            ActorContext<Command> context, TimerScheduler<Command> timers, Shelving shelving, HubRules rules) {
        super(context);
        this.timers = timers;
        this.shelving = shelving;
        this.rules = rules;
        if (shelving.isWanted() && rules.isThere()) {
            timers.startTimerWithFixedDelay(Tick.NOW, rules.interval());
        }
    }

    static Behavior<Command> create(Shelving shelving, HubRules rules) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new ShelfActor(context, timers, shelving, rules)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Bring.class, this::onBring)
                .onMessageEquals(Tick.NOW, this::onTick)
                .onMessageEquals(LetGo.NOW, this::onLetGo)
                .onSignal(PostStop.class, stopped -> onStop())
                .build();
    }

    private Behavior<Command> onBring(Bring bring) {
        bring.replyTo().tell(answer(bring.collect()));
        return this;
    }

    private Reply answer(boolean collect) {
        if (!shelving.isWanted()) {
            return new Reply.Refused(
                    Why.USAGE,
                    "the contents of folder " + shelving.folder().name() + " are not for the hub; say hub = true in its"
                            + " profile, and add it again with it");
        }
        try {
            return new Reply.Done(told(collect));
        } catch (IOException | RuntimeException e) {
            return new Reply.Refused(Why.FAILED, "folder " + shelving.folder().name() + ": " + e.getMessage());
        }
    }

    private String told(boolean collect) throws IOException {
        Shelved shelved = shelving.run();
        var json = new JsonWriter()
                .open('{')
                .text("folder", shelving.folder().name().value())
                .number("contents", shelved.contents())
                .number("uploaded", shelved.uploaded())
                .number("bytes", shelved.bytes())
                .number("changed", shelved.changed())
                .flag("postponed", shelved.postponed());
        if (collect) {
            var collected = shelving.collect(rules.grace());
            json.number("removed", collected.map(some -> some.removed()).orElse(0L));
            json.number("doomed", collected.map(some -> some.doomed()).orElse(0L));
        }
        return json.close('}').toString();
    }

    private Behavior<Command> onTick() {
        try {
            shelving.run();
            shelving.collect(rules.grace());
            lastFailure = Optional.empty();
        } catch (IOException | RuntimeException e) {
            var why = Optional.of(String.valueOf(e.getMessage()));
            if (!lastFailure.equals(why)) {
                getContext()
                        .getLog()
                        .warn(
                                "Folder [{}] is not brought to the hub: {}",
                                shelving.folder().name(),
                                e.getMessage());
            }
            lastFailure = why;
        }
        return this;
    }

    private Behavior<Command> onLetGo() {
        timers.cancelAll();
        if (shelving.isWanted() && rules.isThere()) {
            try {
                shelving.letGo();
            } catch (IOException | RuntimeException e) {
                getContext()
                        .getLog()
                        .warn(
                                "The hub keeps what folder [{}] held: {}",
                                shelving.folder().name(),
                                e.getMessage());
            }
        }
        return Behaviors.stopped();
    }

    private Behavior<Command> onStop() throws IOException {
        shelving.close();
        return this;
    }
}
