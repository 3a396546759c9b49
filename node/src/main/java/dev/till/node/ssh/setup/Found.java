package dev.till.node.ssh.setup;

import dev.till.node.ssh.procedure.StepFailed;
import dev.till.protocol.host.HostFacts;
import dev.till.protocol.json.JsonMembers;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is there before anything is done.
 *
 * @param tools programs that can be called
 * @param installed the release in use
 * @param unpacked whether the release asked about is there, in use or not
 * @param inWay what stands where the command is to be
 * @param device the device that runs there
 */
record Found(
        HostFacts facts,
        Set<String> tools,
        Optional<String> installed,
        boolean unpacked,
        Optional<String> inWay,
        Optional<JsonMembers> device) {
    private static final Pattern RELEASE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,100}");

    static Found of(String facts, String probe) {
        return new Found(
                HostFacts.parse(facts),
                probe.lines()
                        .filter(line -> line.startsWith("tool="))
                        .map(line -> line.substring(5))
                        .collect(Collectors.toSet()),
                said(probe, "installed").filter(name -> RELEASE.matcher(name).matches()),
                said(probe, "unpacked").isPresent(),
                said(probe, "inway"),
                said(probe, "device").flatMap(Found::json));
    }

    /** What it says of itself on the line for {@code key}. */
    static Optional<String> said(String answer, String key) {
        return answer.lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    /** Throws unless till can be put there and run, naming all that is missing. */
    void requireFit(boolean fromGit) throws StepFailed {
        var missing = new StringBuilder();
        if (facts.javaFeature() < HostFacts.LEAST_JAVA) {
            missing.append("; a JDK of at least ")
                    .append(HostFacts.LEAST_JAVA)
                    .append(" (found: ")
                    .append(facts.java().orElse("none"))
                    .append("; on Debian: apt-get install openjdk-17-jdk-headless)");
        }
        if (facts.freeKib().orElse(0) < HostFacts.LEAST_FREE_KIB) {
            missing.append("; ")
                    .append(HostFacts.LEAST_FREE_KIB >> 10)
                    .append(" MiB of room below the home (found: ")
                    .append(facts.freeKib().orElse(0) >> 10)
                    .append(" MiB)");
        }
        for (String tool : fromGit ? new String[] {"bash", "git"} : new String[] {"bash", "tar"}) {
            if (!tools.contains(tool)) {
                missing.append("; ").append(tool);
            }
        }
        inWay.ifPresent(file -> missing.append("; a free place at ").append(file));
        if (missing.length() > 0) {
            throw new StepFailed("nothing was changed; the host lacks " + missing.substring(2));
        }
    }

    private static Optional<JsonMembers> json(String text) {
        try {
            return Optional.of(JsonMembers.parse(text));
        } catch (IllegalArgumentException noAnswer) {
            return Optional.empty();
        }
    }
}
