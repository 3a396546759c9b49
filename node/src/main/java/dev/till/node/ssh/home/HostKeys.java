package dev.till.node.ssh.home;

import dev.till.protocol.host.HostAddress;
import dev.till.protocol.host.Port;
import dev.till.protocol.host.ShellWords;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides whether a host is who it was: its first key is accepted and remembered, and from then on no other. It reads the
 * file each time, because the real {@code ssh} and people change it, too.
 */
public final class HostKeys {
    private final SshHome home;
    private String text = "";
    private KnownHosts known = KnownHosts.parse(text);

    public HostKeys(SshHome home) {
        this.home = home;
    }

    /**
     * Judges the key that a host shows, and remembers it when it is the first.
     *
     * @return why not, and how to go on; empty when it is accepted
     * @throws IOException when the file cannot be read, or a new key not remembered
     */
    public synchronized Optional<String> refusal(HostAddress address, Port port, SshPublicKey shown)
            throws IOException {
        read();
        var verdict = known.judge(address, port, shown);
        if (verdict instanceof KnownHosts.Verdict.Unknown) {
            var start = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
            OwnersFile.append(home.knownHosts(), start + KnownHosts.line(address, port, shown));
            return Optional.empty();
        }
        if (verdict instanceof KnownHosts.Verdict.Changed changed) {
            return Optional.of(changed(address, port, shown, changed.others()));
        }
        return verdict instanceof KnownHosts.Verdict.Trusted
                ? Optional.empty()
                : Optional.of("its key " + shown.fingerprint() + " is marked as revoked in " + home.knownHosts());
    }

    /** The kinds of key that are known of a host. */
    public synchronized List<String> types(HostAddress address, Port port) throws IOException {
        read();
        return known.types(address, port);
    }

    private String changed(HostAddress address, Port port, SshPublicKey shown, List<SshPublicKey> known) {
        return "its host key has changed: it shows " + described(shown) + ", known is "
                + known.stream().map(HostKeys::described).collect(Collectors.joining(" and "))
                + "; somebody may be in between. If the machine was really set up anew, accept the new key with"
                + " `ssh-keygen -R " + ShellWords.quoted(KnownHosts.place(address, port)) + " -f "
                + ShellWords.quoted(home.knownHosts().toString()) + "`";
    }

    private static String described(SshPublicKey key) {
        return key.type() + " " + key.fingerprint();
    }

    /** What is there already is taken apart once: many hosts are met one after the other, and each adds a line. */
    private void read() throws IOException {
        var file = home.knownHosts();
        var now = Files.exists(file) ? Files.readString(file) : "";
        boolean longer = (text.isEmpty() || text.endsWith("\n")) && now.startsWith(text);
        known = longer ? known.and(now.substring(text.length())) : KnownHosts.parse(now);
        text = now;
    }
}
