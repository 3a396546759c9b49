package dev.till.node.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Output of many hosts, kept until all are done and shown once for all hosts where it is the same. At most
 * {@value #MAX_CHARACTERS} characters of all together are kept; what is over is said to be missing.
 */
final class Gathered {
    private static final int MAX_CHARACTERS = 16 << 20;

    private final Map<String, StringBuilder> open = new LinkedHashMap<>();
    private final Map<String, List<String>> hostsByOutput = new LinkedHashMap<>();
    private int kept;
    private boolean cut;

    void add(String host, String text) {
        if (kept + text.length() > MAX_CHARACTERS) {
            cut = true;
            return;
        }
        kept += text.length() + 1;
        open.computeIfAbsent(host, name -> new StringBuilder()).append(text).append('\n');
    }

    /** Nothing more comes from this host. */
    void end(String host) {
        var output = open.remove(host);
        hostsByOutput
                .computeIfAbsent(output == null ? "" : output.toString(), text -> new ArrayList<>())
                .add(host);
    }

    void print(Session session) {
        hostsByOutput.forEach((output, hosts) -> {
            session.print("== " + String.join(", ", hosts) + (hosts.size() > 1 ? " (" + hosts.size() + ")" : ""));
            session.out().append(output);
        });
        if (cut) {
            session.say("there was more output than is kept in memory (" + (MAX_CHARACTERS >> 20)
                    + " million characters); without --gather all of it is shown");
        }
    }
}
