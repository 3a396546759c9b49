package dev.till.node.register;

import dev.till.node.message.HistoryCommand;
import dev.till.node.message.HistoryCommand.Missing;
import dev.till.node.message.HistoryCommand.Snapshot;
import java.io.IOException;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** Reads what peers lack, from the journal or as a snapshot. It blocks on the disk: spawn it with {@link #DISPATCHER}. */
public final class CatchUp extends AbstractBehavior<HistoryCommand> {

    /** Threads that may block. */
    public static final DispatcherSelector DISPATCHER = DispatcherSelector.fromConfig("till.dispatchers.disk");

    private final OpenRegisters registers;

    private CatchUp(ActorContext<HistoryCommand> context, OpenRegisters registers) {
        super(context);
        this.registers = registers;
    }

    /** Answers from what {@code registers} holds. */
    public static Behavior<HistoryCommand> create(OpenRegisters registers) {
        return Behaviors.setup(context -> new CatchUp(context, registers));
    }

    @Override
    public Receive<HistoryCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(Missing.class, this::onMissing)
                .onMessage(Snapshot.class, this::onSnapshot)
                .build();
    }

    private Behavior<HistoryCommand> onMissing(Missing missing) {
        try {
            missing.replyTo().tell(registers.log().missing(missing.have(), missing.cursor(), missing.maxBytes()));
        } catch (IOException e) {
            complain(e);
        }
        return this;
    }

    private Behavior<HistoryCommand> onSnapshot(Snapshot snapshot) {
        try {
            snapshot.replyTo().tell(SnapshotReader.page(registers.table(), snapshot.after(), snapshot.maxBytes()));
        } catch (IOException | IllegalArgumentException e) {
            complain(e);
        }
        return this;
    }

    /** The peer runs out of time and asks somebody else, or again. */
    private void complain(Exception e) {
        getContext().getLog().error("Could not read for a peer: {}", e.getMessage());
    }
}
