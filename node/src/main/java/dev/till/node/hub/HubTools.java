package dev.till.node.hub;

import dev.till.federation.hub.ObjectStore;
import dev.till.node.message.HistoryCommand;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.SealedSegments;
import dev.till.protocol.id.DeviceId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What the hub of a node works with.
 *
 * @param directory for its files: {@code hub} in the home
 * @param blocking runs jobs
 */
public record HubTools(
        Path directory,
        DeviceId self,
        Devices devices,
        Optional<Place> place,
        Rules rules,
        SealedSegments segments,
        ActorRef<JournalCommand> journal,
        ActorRef<RegisterCommand> registers,
        ActorRef<HistoryCommand> history,
        Executor blocking,
        InstantSource clock) {

    /** Where the hub is. Nothing of the client is loaded before it is opened. */
    public record Place(String address, Opening opening) {}

    /** Opens a store; sends nothing yet. */
    public interface Opening {
        ObjectStore open() throws IOException;
    }

    /** The devices of the fleet. */
    public interface Devices {
        Optional<String> name(DeviceId device);

        boolean isMember(DeviceId device);
    }

    /**
     * How the hub is used.
     *
     * @param plain whether contents are left open for everybody who can read the bucket
     * @param interval how often the journal is brought there
     * @param consolidate how old a snapshot may become; zero: only when asked
     * @param grace for so long what a snapshot covers stays
     * @param lease for so long who consolidates may be silent
     */
    public record Rules(boolean plain, Duration interval, Duration consolidate, Duration grace, Duration lease) {}
}
