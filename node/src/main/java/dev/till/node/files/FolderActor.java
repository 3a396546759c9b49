package dev.till.node.files;

import dev.till.node.message.FilesCommand.Reply;
import dev.till.node.message.FilesTask;
import java.io.IOException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** Works on one folder, one thing after the other, so that no two rounds overlap. It needs a thread that may block. */
final class FolderActor extends AbstractBehavior<FolderActor.Command> {

    sealed interface Command {}

    /** Do this. */
    record Perform(FilesTask task, ActorRef<Reply> replyTo) implements Command {}

    private final FolderWork work;
    private final FolderTasks tasks;

    private FolderActor(ActorContext<Command> context, FolderWork work) {
        super(context);
        this.work = work;
        tasks = new FolderTasks(work);
    }

    /** Works by {@code work}, and closes it in the end. */
    static Behavior<Command> create(FolderWork work) {
        return Behaviors.setup(context -> new FolderActor(context, work));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Perform.class, this::onPerform)
                .onSignal(PostStop.class, stopped -> onStop())
                .build();
    }

    private Behavior<Command> onPerform(Perform perform) {
        perform.replyTo().tell(tasks.perform(perform.task()));
        return this;
    }

    private Behavior<Command> onStop() throws IOException {
        work.close();
        return this;
    }
}
