package dev.till.node.api;

import dev.till.node.hub.Hub;
import dev.till.node.hub.HubTools;
import dev.till.node.message.HistoryCommand;
import dev.till.node.message.HubCommand;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.SealedSegments;
import dev.till.protocol.id.DeviceId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** The hub of a node that has none. */
final class HubOfNothing {
    private HubOfNothing() {}

    static ActorRef<HubCommand> spawn(ActorContext<?> context, Path home) {
        ActorRef<JournalCommand> journal = context.getSystem().ignoreRef();
        ActorRef<RegisterCommand> registers = context.getSystem().ignoreRef();
        ActorRef<HistoryCommand> history = context.getSystem().ignoreRef();
        return context.spawn(
                Hub.create(new HubTools(
                        home.resolve("hub"),
                        MemoryNode.SELF,
                        new Nobody(),
                        Optional.empty(),
                        new HubTools.Rules(false, Duration.ofHours(1), Duration.ZERO, Duration.ZERO, Duration.ZERO),
                        new Nothing(),
                        journal,
                        registers,
                        history,
                        Runnable::run,
                        InstantSource.system())),
                "hub");
    }

    private record Nobody() implements HubTools.Devices {
        @Override
        public Optional<String> name(DeviceId device) {
            return Optional.empty();
        }

        @Override
        public boolean isMember(DeviceId device) {
            return false;
        }
    }

    private record Nothing() implements SealedSegments {
        @Override
        public List<Sealed> list() {
            return List.of();
        }

        @Override
        public long openBytes() {
            return 0;
        }

        @Override
        public Contents read(Path file, long length, Taker taker) {
            throw new UnsupportedOperationException("no segments");
        }
    }
}
