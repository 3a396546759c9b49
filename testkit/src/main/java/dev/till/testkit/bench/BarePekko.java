package dev.till.testkit.bench;

import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;

/**
 * A member of a Pekko cluster and nothing else: no encryption, no data, no discovery, one data center for each member as with us.
 * Says when it listens and when every member is up, and ends with its input.
 */
final class BarePekko {

    private static final long OFTEN_NANOS = 20_000_000;

    private BarePekko() {}

    /** {@code PORT MEMBERS FIRST}: where it listens, how many there are, and where the one listens that founds the cluster. */
    public static void main(String[] args) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err); // what libraries print must not look like an answer
        var system = ActorSystem.create(
                "bare",
                ConfigFactory.parseMap(Map.ofEntries(
                                Map.entry("pekko.actor.provider", "cluster"),
                                Map.entry("pekko.fail-mixed-versions", "off"),
                                Map.entry("pekko.loglevel", "OFF"),
                                Map.entry("pekko.stdout-loglevel", "OFF"),
                                Map.entry("pekko.remote.artery.transport", "tcp"),
                                Map.entry("pekko.remote.artery.canonical.hostname", "127.0.0.1"),
                                Map.entry("pekko.remote.artery.canonical.port", args[0]),
                                Map.entry("pekko.cluster.multi-data-center.self-data-center", "at-" + args[0]),
                                Map.entry("pekko.cluster.downing-provider-class", ""),
                                Map.entry("pekko.cluster.jmx.enabled", "off"),
                                Map.entry("pekko.cluster.allow-weakly-up-members", "2 s"),
                                Map.entry("pekko.cluster.seed-nodes.0", "pekko://bare@127.0.0.1:" + args[2])))
                        .withFallback(ConfigFactory.load()));
        answers.println("listens");
        var cluster = Cluster.get(system);
        while (up(cluster) < Integer.parseInt(args[1])) {
            LockSupport.parkNanos(OFTEN_NANOS);
        }
        answers.println("together");
        try (var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            input.lines().forEach(ignored -> {});
        }
        System.exit(0);
    }

    private static long up(Cluster cluster) {
        return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                .filter(member -> member.status().equals(MemberStatus.up()))
                .count();
    }
}
