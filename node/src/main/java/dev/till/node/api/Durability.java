package dev.till.node.api;

import dev.till.node.message.FleetCommand;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** Waits until enough devices have a write on disk. */
final class Durability {
    private final Actors actors;

    Durability(Actors actors) {
        this.actors = actors;
    }

    /** How many devices have to have a write. */
    enum Level {
        LOCAL,
        MAJORITY,
        ALL;

        static Level parse(Optional<String> text) {
            return switch (text.orElse("local")) {
                case "local" -> LOCAL;
                case "majority" -> MAJORITY;
                case "all" -> ALL;
                default ->
                    throw new IllegalArgumentException(
                            "wait: '" + text.orElse("") + "' (expected: local, majority or all)");
            };
        }

        int devices(int fleet) {
            return switch (this) {
                case LOCAL -> 1;
                case MAJORITY -> fleet / 2 + 1;
                case ALL -> fleet;
            };
        }
    }

    /** The result of a write that is on disk here, once it is on {@code level} devices. */
    String settle(Written.Done done, Level level, Duration timeout) throws Refusal {
        var json = WriteOperations.describe(done);
        if (level != Level.LOCAL && !done.records().isEmpty()) {
            json.number("devices", await(done, level, timeout));
        }
        return json.close('}').toString();
    }

    private int await(Written.Done done, Level level, Duration timeout) throws Refusal {
        FleetCommand.PeerList peers = actors.get(actors.parts().fleet(), FleetCommand.Peers::new);
        int fleet = peers.peers().size() + 1;
        int wanted = level.devices(fleet);
        if (wanted == 1) {
            return 1;
        }
        // The last record's dot: sequence numbers of one device are applied in order or the gap is known.
        var dot = done.records().get(done.records().size() - 1).datagram().dot();
        FleetCommand.Reached reached = Actors.await(
                actors.ask(
                        actors.parts().fleet(),
                        replyTo -> new FleetCommand.AwaitApplied(dot, wanted, timeout, replyTo),
                        timeout.plusSeconds(5)),
                timeout.plusSeconds(5));
        if (!reached.enough()) {
            var names = new DeviceNames(actors);
            var missing = reached.missing().stream().map(names::name).collect(Collectors.joining(", "));
            throw new Refusal(
                    Reason.PARTIAL,
                    "written and on disk here, but after " + seconds(timeout) + " s on " + reached.devices() + " of "
                            + fleet + " devices (wanted: " + wanted + "; missing: " + missing
                            + "); it reaches the others when they are back");
        }
        return reached.devices();
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0
                ? String.valueOf(time.toSeconds())
                : String.valueOf(time.toMillis() / 1000.0);
    }
}
