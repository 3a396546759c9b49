package dev.till.node.api;

import dev.till.node.message.Assignment;
import dev.till.node.message.FleetCommand;
import dev.till.node.message.Peer;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.node.message.TrustCommand;
import dev.till.node.socket.Refusal;
import dev.till.node.ssh.procedure.StepFailed;
import dev.till.node.ssh.setup.SetupFleet;
import dev.till.protocol.host.HostChange;
import dev.till.protocol.host.HostFacts;
import dev.till.protocol.host.HostName;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The fleet of this node, for hosts that are set up. */
final class HostSetupFleet implements SetupFleet {
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Actors actors;
    private final WriteOperations writes;
    private final DeviceOperations devices;

    HostSetupFleet(Actors actors, WriteOperations writes, DeviceOperations devices) {
        this.actors = actors;
        this.writes = writes;
        this.devices = devices;
    }

    @Override
    public String id() {
        return actors.parts().self().get().fleet().value();
    }

    @Override
    public boolean isSelf(String device) {
        return actors.parts().self().get().device().toString().equals(device);
    }

    @Override
    public String invite() throws StepFailed {
        try {
            return devices.<TrustCommand.Invited>ask(
                            replyTo -> new TrustCommand.Invite(TTL, false, replyTo), Actors.PATIENCE)
                    .line();
        } catch (Refusal refusal) {
            throw new StepFailed(refusal.getMessage());
        }
    }

    @Override
    public void awaitPeer(String device) throws StepFailed {
        long began = System.nanoTime();
        while (!isPeer(device)) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new StepFailed(
                        "its node runs and belongs to the fleet, but after " + PATIENCE.toMinutes()
                                + " minutes it is no peer of this one; can the two reach each other's port (see `till status`)?");
            }
            pause();
        }
    }

    @Override
    public void record(HostName name, HostFacts facts, String device) throws StepFailed {
        try {
            writes.exclusively(() -> {
                var host = new HostReader(actors).read().host(name);
                if (host.isEmpty() || host.get().isRemoved()) {
                    return new Written.Done(List.of(), 0);
                }
                var now = actors.parts().clock().instant();
                var changes = HostChange.setUp(host.get(), facts, device, now).stream()
                        .map(write -> Assignment.now(write.key(), write.content()))
                        .toList();
                return changes.isEmpty() ? new Written.Done(List.of(), 0) : writes.put(changes);
            });
        } catch (Refusal | IOException e) {
            throw new StepFailed("it is set up, but that was not recorded: " + e.getMessage());
        }
    }

    private boolean isPeer(String device) throws StepFailed {
        try {
            FleetCommand.PeerList peers = actors.get(actors.parts().fleet(), FleetCommand.Peers::new);
            return peers.peers().stream()
                    .anyMatch(peer -> peer.device().toString().equals(device) && peer.state() == Peer.State.UP);
        } catch (Refusal refusal) {
            throw new StepFailed(refusal.getMessage());
        }
    }

    private static void pause() throws StepFailed {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailed("stopped");
        }
    }
}
