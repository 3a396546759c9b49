package dev.till.node.ssh.setup;

import dev.till.node.message.CommandInput;
import dev.till.node.ssh.procedure.Answer;
import dev.till.node.ssh.procedure.Procedure;
import dev.till.node.ssh.procedure.Remote;
import dev.till.node.ssh.procedure.ScriptText;
import dev.till.node.ssh.procedure.StepFailed;
import dev.till.protocol.host.HostFacts;
import dev.till.protocol.host.TillVersion;
import dev.till.protocol.json.JsonMembers;
import java.util.List;
import java.util.Optional;

/**
 * Puts till on a host, starts it, and lets it into the fleet. What is done already is not done again, so it can be repeated at
 * any time; a release that does not start gives way to the one before it.
 *
 * @param git the repository that the host builds till from; without one it gets a copy of {@code distribution}
 * @param dry only look, and say what would be done
 */
public record Setup(Distribution distribution, Optional<String> git, boolean dry, SetupFleet fleet)
        implements Procedure {
    private static final String SCRIPT = ScriptText.of(Setup.class, "setup.sh");

    @Override
    public String on(Remote host) throws StepFailed {
        host.tell("looking what is there");
        var found = look(host);
        var plan = plan(found);
        found.requireFit(git.isPresent());
        requireFree(found.device());
        if (dry) {
            return plan.words(found, git.map(url -> "what " + url + " builds").orElse(distribution.release()));
        }
        boolean keep = plan == Plan.KEEP || plan == Plan.NEWER;
        return join(host, found, keep ? found.installed().orElseThrow() : put(host, found));
    }

    private Found look(Remote host) throws StepFailed {
        var facts = host.run(List.of("sh", "-c", HostFacts.QUESTION)).orFail("looking what is there");
        return Found.of(
                facts.out(),
                step(host, "looking what is there", "probe", distribution.release())
                        .out());
    }

    private Plan plan(Found found) {
        if (git.isPresent()) {
            return found.installed().isPresent() ? Plan.REPLACE : Plan.INSTALL;
        }
        if (found.installed().isEmpty()) {
            return Plan.INSTALL;
        }
        if (found.installed().get().equals(distribution.release())) {
            return Plan.KEEP;
        }
        return isNewer(found.facts().till()) ? Plan.NEWER : Plan.REPLACE;
    }

    private boolean isNewer(Optional<String> there) {
        try {
            return there.map(TillVersion::new)
                    .filter(version -> version.compareTo(new TillVersion(distribution.version())) > 0)
                    .isPresent();
        } catch (IllegalArgumentException unlikeOurs) {
            return false;
        }
    }

    /** A device that belongs to other machines already is not taken from them. */
    private void requireFree(Optional<JsonMembers> device) throws StepFailed {
        if (device.isEmpty()) {
            return;
        }
        var there = device.get();
        if (there.text("fleet").equals(fleet.id())) {
            if (there.flag("revoked")) {
                throw new StepFailed("it was revoked in this fleet, for ever; to let it in as another device, move its"
                        + " ~/.till away and repeat");
            }
        } else if (there.number("devices", 1) > 1) {
            throw new StepFailed("it belongs to another fleet, of " + there.number("devices", 1)
                    + " devices; to take it from there, move its ~/.till away and repeat");
        }
    }

    private String put(Remote host, Found found) throws StepFailed {
        if (git.isPresent()) {
            host.tell("building " + git.get() + " there");
            var built = step(host, "building", "build", git.get());
            return Found.said(built.out(), "built").orElseThrow(() -> new StepFailed("building: it was not said what"));
        }
        if (!found.unpacked()) {
            host.tell("copying " + distribution.release());
            step(host, "copying", distribution.archive(), "unpack", distribution.release());
        }
        return distribution.release();
    }

    private String join(Remote host, Found found, String release) throws StepFailed {
        boolean changed = !found.installed().equals(Optional.of(release));
        if (changed) {
            step(host, "switching to " + release, "activate", release);
        }
        // A node that was not started from what setup installs is somebody else's to restart.
        boolean restart =
                changed && found.installed().isPresent() && found.device().isPresent();
        if (restart) {
            host.tell("stopping the node of " + found.installed().get());
            step(host, "stopping the node", "down", "down");
        }
        if (restart || found.device().isEmpty()) {
            start(host, found, changed);
        }
        var device = enrolled(host);
        if (!fleet.isSelf(device)) {
            host.tell("waiting until it is a peer");
            fleet.awaitPeer(device);
        }
        var facts = HostFacts.parse(
                host.run(List.of("sh", "-c", HostFacts.QUESTION)).out());
        fleet.record(host.target().name(), facts, device);
        step(host, "removing old releases", "prune", found.installed().orElse(release));
        return (changed ? "set up with " : "in order with ") + release + ", device " + device;
    }

    private void start(Remote host, Found found, boolean changed) throws StepFailed {
        host.tell("starting the node");
        try {
            step(host, "starting the node", "start", host.target().name().value());
        } catch (StepFailed failed) {
            if (changed && found.installed().isPresent() && !failed.isUnreached()) {
                step(host, "going back", "activate", found.installed().get());
                step(host, "going back", "start", host.target().name().value());
                throw new StepFailed(failed.getMessage() + "; went back to "
                        + found.installed().get());
            }
            throw failed;
        }
    }

    /** Lets the device into the fleet unless it belongs to it; answers its id. */
    private String enrolled(Remote host) throws StepFailed {
        var device = device(host);
        if (!device.text("fleet").equals(fleet.id())) {
            requireFree(Optional.of(device));
            host.tell("letting it into the fleet");
            step(
                    host,
                    "letting it into the fleet",
                    CommandInput.of(fleet.invite() + "\n"),
                    "enroll",
                    host.target().name().value());
        }
        return device.text("device");
    }

    private static JsonMembers device(Remote host) throws StepFailed {
        var answer = step(host, "asking the node who it is", "status", "device", "status", "--json");
        try {
            return JsonMembers.parse(answer.out());
        } catch (IllegalArgumentException e) {
            throw new StepFailed("asking the node who it is: " + e.getMessage());
        }
    }

    private static Answer step(Remote host, String what, String... arguments) throws StepFailed {
        return step(host, what, CommandInput.NONE, arguments);
    }

    private static Answer step(Remote host, String what, CommandInput input, String... arguments) throws StepFailed {
        return host.script(SCRIPT, input, List.of(arguments)).orFail(what);
    }

    private enum Plan {
        INSTALL,
        REPLACE,
        KEEP,
        NEWER;

        /** What it would do. */
        String words(Found found, String release) {
            return switch (this) {
                case INSTALL -> "would install " + release + ", start it and let it into the fleet";
                case REPLACE -> "would replace " + found.installed().orElse("?") + " by " + release;
                case KEEP ->
                    "has " + release + (found.device().isPresent() ? ", and its node runs" : "; would start its node");
                case NEWER -> "would keep " + found.installed().orElse("?") + ", which is newer";
            };
        }
    }
}
