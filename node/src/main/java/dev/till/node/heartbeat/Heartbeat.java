package dev.till.node.heartbeat;

import dev.till.node.message.Assignment;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Value;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** Writes {@code till/heartbeat/<device>} {@code status} = {@code "online"} at once and then at every interval. */
public final class Heartbeat extends AbstractBehavior<Heartbeat.Command> {

    /** What a heartbeat reacts to. */
    public sealed interface Command {}

    /** Time for the next one. */
    enum Beat implements Command {
        NOW
    }

    /** What became of the last one. */
    record Answered(Written written) implements Command {}

    private static final Value ONLINE = new Value("\"online\"");

    private final ActorRef<RegisterCommand> registers;
    private final ActorRef<Written> answers;
    private final List<Assignment> beat;

    /** The register that the heartbeats of {@code device} go to. */
    public static RegisterKey key(DeviceId device) {
        return RegisterKey.of("till/heartbeat/" + device, "status");
    }

    public static Behavior<Command> create(DeviceId self, Duration interval, ActorRef<RegisterCommand> registers) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Beat.NOW, Duration.ZERO, interval);
            return new Heartbeat(context, self, registers);
        }));
    }

    private Heartbeat(ActorContext<Command> context, DeviceId self, ActorRef<RegisterCommand> registers) {
        super(context);
        this.registers = registers;
        this.answers = context.messageAdapter(Written.class, Answered::new);
        this.beat = List.of(Assignment.now(key(self), ONLINE));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Beat.class, beatNow -> onBeat())
                .onMessage(Answered.class, this::onAnswered)
                .build();
    }

    private Behavior<Command> onBeat() {
        registers.tell(new RegisterCommand.Put(beat, answers));
        return this;
    }

    private Behavior<Command> onAnswered(Answered answered) {
        if (answered.written() instanceof Written.Failed failed) {
            getContext().getLog().warn("No heartbeat written: {}", failed.reason());
        }
        return this;
    }
}
