package dev.till.node.ssh.deploy;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to deploy.
 *
 * @param from an absolute directory on this machine
 * @param excludes patterns of rsync, of what is neither copied nor removed
 * @param health a line for the shell of the host, run in the release in use, that has to end well
 * @param keep how many releases stay on the host, the one in use and the one before it among them
 * @param dry only say what would change
 */
public record DeployPlan(
        Path from,
        DeployPath to,
        List<String> excludes,
        Optional<String> health,
        int keep,
        boolean compress,
        boolean dry) {
    private static final int MOST = 1000;

    public DeployPlan {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(health, "health");
        excludes = List.copyOf(excludes);
        if (keep < 2 || keep > MOST) {
            throw new IllegalArgumentException("keep: " + keep + " (expected: 2 to " + MOST + ")");
        }
    }
}
