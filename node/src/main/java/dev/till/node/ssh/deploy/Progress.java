package dev.till.node.ssh.deploy;

import dev.till.node.ssh.procedure.StepFailed;
import dev.till.protocol.host.HostName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a deployment has come, as the registers have it for the whole fleet.
 *
 * @param release the one that was last begun
 * @param previous the one to go back to
 * @param from the directory it comes from, on the device that deploys
 */
public record Progress(Step step, Optional<String> release, Optional<String> previous, Optional<String> from) {

    /** What was done last. */
    public enum Step {
        /** Nothing is known. */
        NONE,
        /** Files are on their way; the release is not whole. */
        COPYING,
        /** The release is in use, and not known to be healthy. */
        SWITCHED,
        /** It is in use. */
        DEPLOYED,
        /** It was not healthy, and the one before it is in use. */
        REVERTED,
        /** Somebody went back to the one before. */
        ROLLED_BACK;

        /** As registers have it. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        /** The step of that name; none when there is no such. */
        public static Step named(String text) {
            for (Step step : values()) {
                if (step.text().equals(text)) {
                    return step;
                }
            }
            return NONE;
        }
    }

    /** Reads and writes it. */
    public interface Book {
        Progress read(HostName host, DeployPath to) throws StepFailed;

        /** Where something was deployed to on that host. */
        List<DeployPath> paths(HostName host) throws StepFailed;

        /** On this disk when it returns; {@code message} says what came of it, for people. */
        void write(HostName host, DeployPath to, Progress progress, String message) throws StepFailed;

        /** A name for a new release, which sorts after all that this device made before. */
        String newRelease();
    }

    /** As fields of its entity. */
    public Map<String, String> fields() {
        return Map.of(
                "step", step.text(),
                "release", release.orElse(""),
                "previous", previous.orElse(""),
                "from", from.orElse(""));
    }

    /** From the fields of its entity. */
    public static Progress of(Map<String, String> fields) {
        return new Progress(
                Step.named(fields.getOrDefault("step", "")),
                text(fields, "release"),
                text(fields, "previous"),
                text(fields, "from"));
    }

    private static Optional<String> text(Map<String, String> fields, String name) {
        return Optional.ofNullable(fields.get(name)).filter(value -> !value.isEmpty());
    }
}
