package dev.till.node.ssh;

import dev.till.node.message.SshTarget;
import dev.till.protocol.host.HostName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whose turn it is to be looked after: a few at a time, so that a round over many hosts takes its time instead of the machine. */
final class Checks {
    private static final int AT_A_TIME = 2;

    private final ArrayDeque<SshTarget> left = new ArrayDeque<>();
    private final Set<HostName> underWay = new HashSet<>();

    /** A new round; one that has not ended is given up. */
    void begin(List<SshTarget> targets) {
        left.clear();
        underWay.clear();
        left.addAll(targets);
    }

    /** Those to look after now. */
    List<SshTarget> next() {
        var next = new ArrayList<SshTarget>();
        while (!left.isEmpty() && underWay.size() < AT_A_TIME) {
            var target = left.remove();
            underWay.add(target.name());
            next.add(target);
        }
        return next;
    }

    /** It is known how this one stands. */
    void over(HostName host) {
        underWay.remove(host);
    }
}
