package dev.till.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/**
 * How often the cluster systems of tests speak: much more often than those of nodes, which save power. Only what is waited
 * for in vain without it; how long anything is given up after stays as it is shipped.
 */
public final class QuickCluster {
    private QuickCluster() {}

    /** Goes over the settings of the node. */
    public static Config config() {
        return ConfigFactory.parseString("""
                        pekko {
                          scheduler.tick-duration = 10 ms
                          remote.artery.advanced.outbound-restart-backoff = 100 ms
                          cluster {
                            periodic-tasks-initial-delay = 20 ms
                            gossip-interval = 100 ms
                            leader-actions-interval = 100 ms
                            unreachable-nodes-reaper-interval = 200 ms
                            retry-unsuccessful-join-after = 300 ms
                            distributed-data {
                              gossip-interval = 200 ms
                              notify-subscribers-interval = 50 ms
                            }
                          }
                        }
                        """);
    }
}
