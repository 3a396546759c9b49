package dev.till.node.ssh.home;

import dev.till.protocol.host.HostAddress;
import dev.till.protocol.host.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code known_hosts} says, read as {@code sshd(8)} describes it: hashed names, patterns, negations and revoked keys are
 * understood; lines about authorities, and lines that are none, are passed over.
 */
final class KnownHosts {
    private final List<KnownHostsLine> lines;

    private KnownHosts(List<KnownHostsLine> lines) {
        this.lines = lines;
    }

    static KnownHosts parse(String text) {
        return new KnownHosts(List.of()).and(text);
    }

    /** These, and those that more lines speak of. */
    KnownHosts and(String text) {
        if (text.isEmpty()) {
            return this;
        }
        var all = new ArrayList<>(lines);
        text.lines().forEach(line -> KnownHostsLine.parse(line).ifPresent(all::add));
        return new KnownHosts(all);
    }

    /** What is known of a key that a host shows. */
    sealed interface Verdict {
        /** It is the host's. */
        record Trusted() implements Verdict {}

        /** Nothing is known of the host: it may be accepted, and is to be remembered. */
        record Unknown() implements Verdict {}

        /** The host is known by {@code others} and not by this one. */
        record Changed(List<SshPublicKey> others) implements Verdict {}

        /** The key is marked as revoked, for this host. */
        record Revoked() implements Verdict {}
    }

    /** Judges {@code shown}. A key of another kind than those known counts as changed: whoever listens there may choose it. */
    Verdict judge(HostAddress address, Port port, SshPublicKey shown) {
        var place = place(address, port);
        var known = new ArrayList<SshPublicKey>();
        for (KnownHostsLine line : lines) {
            if (line.isAbout(place)) {
                if (line.isRevoked() && line.key().equals(shown)) {
                    return new Verdict.Revoked();
                }
                if (!line.isRevoked()) {
                    known.add(line.key());
                }
            }
        }
        if (known.contains(shown)) {
            return new Verdict.Trusted();
        }
        return known.isEmpty() ? new Verdict.Unknown() : new Verdict.Changed(List.copyOf(known));
    }

    /** The kinds of key that are known of a host, for it should show one of those. */
    List<String> types(HostAddress address, Port port) {
        var place = place(address, port);
        return lines.stream()
                .filter(line -> !line.isRevoked() && line.isAbout(place))
                .map(line -> line.key().type())
                .distinct()
                .toList();
    }

    /** The line that remembers a key. */
    static String line(HostAddress address, Port port, SshPublicKey key) {
        return place(address, port) + " " + key + "\n";
    }

    /** A host as these files name it: with its port, in brackets, unless it is SSH's own. */
    static String place(HostAddress address, Port port) {
        var name = address.value().toLowerCase(Locale.ROOT);
        return port.equals(Port.SSH) ? name : "[" + name + "]:" + port;
    }
}
