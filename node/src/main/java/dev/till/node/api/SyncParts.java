package dev.till.node.api;

import dev.till.node.api.SyncPart.Outcome;
import dev.till.node.api.SyncPart.Result;
import dev.till.node.message.FederationCommand;
import dev.till.node.message.FleetCommand;
import dev.till.node.message.HubCommand;
import dev.till.node.message.Peer;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** All parts of {@code till sync}, in the order they are done. */
final class SyncParts {
    private final Actors actors;
    private final FederationOperations federation;
    private final SshOperations ssh;
    private final S3HubOperations hub;

    SyncParts(Actors actors) {
        this.actors = actors;
        federation = new FederationOperations(actors);
        ssh = new SshOperations(actors);
        hub = new S3HubOperations(actors);
    }

    List<SyncPart> all() {
        return List.of(
                part("hosts", this::hosts),
                part("devices", this::devices),
                part("gist", this::gist),
                part("outbox", this::outbox),
                part("menu", this::menu),
                part("hub", this::registration),
                part("s3", this::s3));
    }

    private interface Work {
        Outcome run(boolean dry, Duration patience) throws Refusal, IOException;
    }

    private static SyncPart part(String name, Work work) {
        return new SyncPart() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Outcome run(boolean dry, Duration patience) throws Refusal, IOException {
                return work.run(dry, patience);
            }
        };
    }

    /** The list keeps itself; what is brought up to date is what the real {@code ssh} is told of it. */
    private Outcome hosts(boolean dry, Duration patience) throws Refusal, IOException {
        var hosts = new HostReader(actors).read();
        long count = hosts.hosts().values().stream()
                .filter(host -> !host.isRemoved())
                .count();
        var known = count + (count == 1 ? " host" : " hosts");
        try {
            if (dry) {
                ssh.requireKey();
            } else {
                ssh.configured(hosts);
            }
            return dry
                    ? new Outcome(Result.WOULD, "tell ssh of " + known)
                    : new Outcome(Result.DONE, known + ", as ssh is told");
        } catch (Refusal refusal) {
            if (refusal.reason() == Reason.ABSENT) {
                return new Outcome(Result.SKIPPED, known + ", none of them reached for from here: no SSH key");
            }
            throw refusal;
        }
    }

    /** Devices keep each other up to date all the time; all there is to say is who is out of reach. */
    private Outcome devices(boolean dry, Duration patience) throws Refusal {
        FleetCommand.PeerList list = actors.get(actors.parts().fleet(), FleetCommand.Peers::new);
        var away = list.peers().stream()
                .filter(peer -> peer.state() == Peer.State.UNREACHABLE)
                .map(peer -> peer.name().value())
                .toList();
        if (list.peers().isEmpty()) {
            return new Outcome(Result.SKIPPED, "this device is alone in its fleet");
        }
        // A laptop that sleeps is no failure: it catches up when it wakes.
        return new Outcome(
                Result.DONE,
                away.isEmpty()
                        ? list.peers().size() + " other devices, all reached"
                        : "out of reach for now: " + String.join(", ", away));
    }

    /** What waits in the outbox goes with it. */
    private Outcome gist(boolean dry, Duration patience) throws Refusal {
        var role = standing().text("role");
        if (role.equals("solo") || role.equals("observer")) {
            return new Outcome(Result.SKIPPED, "role " + role + " publishes nothing");
        }
        if (dry) {
            return new Outcome(Result.WOULD, "publish the gist");
        }
        try {
            federation.ask(FederationCommand.Publish::new, patience);
        } catch (Refusal refusal) {
            // It may be another letter that is stuck; that is told of the outbox.
            if (refusal.reason() != Reason.PARTIAL || isStuck("gist")) {
                throw refusal;
            }
        }
        return new Outcome(
                Result.DONE, "published: " + standing().optionalText("gist_url").orElse("nothing"));
    }

    private boolean isStuck(String target) throws Refusal {
        var outbox = outbox();
        return outbox.list("waiting").contains(JsonWriter.quoted(target))
                || outbox.list("aside").stream()
                        .anyMatch(letter ->
                                JsonMembers.parse(letter).text("target").equals(target));
    }

    private Outcome outbox(boolean dry, Duration patience) throws Refusal {
        var outbox = outbox();
        long waiting = outbox.number("length", 0);
        int aside = outbox.list("aside").size();
        if (waiting + aside == 0) {
            return new Outcome(Result.SKIPPED, "nothing waits");
        }
        if (dry) {
            return new Outcome(Result.WOULD, "send what waits: " + waiting);
        }
        return new Outcome(
                Result.FAILED,
                waiting + " waiting, " + aside + " set aside: "
                        + outbox.optionalText("last_error").orElse("see `till federate status`"));
    }

    /** Once is enough; it names the gist, which stays where it is. */
    private Outcome registration(boolean dry, Duration patience) throws Refusal {
        var standing = standing();
        var hub = standing.optionalText("hub").orElse("");
        long issue = standing.number("registration", 0);
        if (issue > 0) {
            return new Outcome(Result.DONE, "registered with " + hub + ", issue " + issue);
        }
        return !hub.isEmpty() && isStuck("issue " + hub)
                ? new Outcome(
                        dry ? Result.WOULD : Result.FAILED, "the registration with " + hub + " waits in the outbox")
                : new Outcome(Result.SKIPPED, "not registered with a hub");
    }

    private Outcome menu(boolean dry, Duration patience) throws Refusal {
        var standing = standing();
        if (!standing.text("role").equals("member") || !standing.has("hub")) {
            return new Outcome(
                    Result.SKIPPED, standing.has("hub") ? "role " + standing.text("role") + " runs no menu" : "no hub");
        }
        if (dry) {
            return new Outcome(Result.WOULD, "fetch and run the menu of " + standing.text("hub"));
        }
        try {
            var ran = JsonMembers.parse(
                    federation.ask(replyTo -> new FederationCommand.RunMenu(false, replyTo), patience));
            long failed = ran.number("failed", 0);
            return failed == 0
                    ? new Outcome(Result.DONE, ran.list("steps").size() + " steps")
                    : new Outcome(
                            Result.FAILED, failed + " of " + ran.list("steps").size() + " steps failed");
        } catch (Refusal refusal) {
            if (refusal.reason() == Reason.ABSENT) {
                return new Outcome(Result.SKIPPED, refusal.getMessage());
            }
            throw refusal;
        }
    }

    /** Brings the journal there, fetches what lacks here, and makes a snapshot where it is time. */
    private Outcome s3(boolean dry, Duration patience) throws Refusal {
        if (!hub.isSet()) {
            return new Outcome(Result.SKIPPED, "no S3 hub");
        }
        if (dry) {
            return new Outcome(Result.WOULD, "bring the journal to the S3 hub, and fetch what is missing here");
        }
        var done = JsonMembers.parse(hub.ask(HubCommand.Round::new, patience));
        var problems = done.object("fetched").orElseThrow().list("problems");
        return problems.isEmpty()
                ? new Outcome(Result.DONE, done.number("segments", 0) + " segments brought there")
                : new Outcome(Result.FAILED, problems.size() + " objects there cannot be read; see `till hub verify`");
    }

    private JsonMembers outbox() throws Refusal {
        return standing().object("outbox").orElseThrow();
    }

    private JsonMembers standing() throws Refusal {
        return JsonMembers.parse(federation.ask(FederationCommand.Describe::new, Actors.PATIENCE));
    }
}
