package dev.till.node.api;

import dev.till.node.message.JobCommand.JobEvent;
import dev.till.protocol.json.JsonWriter;
import java.util.Map;
import java.util.TreeMap;

/** Counts on how many hosts it went how. Safe for several threads. */
final class Summary {
    private final Map<String, Integer> counts =
            new TreeMap<>(Map.of("done", 0, "failed", 0, "unreachable", 0, "skipped", 0));

    void count(JobEvent event) {
        if (event instanceof JobEvent.Ended ended) {
            count(JobJson.result(ended.outcome()));
        }
    }

    /** One of the four. */
    synchronized void count(String result) {
        counts.merge(result, 1, Integer::sum);
    }

    synchronized String json() {
        var json = new JsonWriter().open('{');
        for (String result : new String[] {"done", "failed", "unreachable", "skipped"}) {
            json.number(result, counts.get(result));
        }
        return json.close('}').toString();
    }
}
