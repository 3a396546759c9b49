package dev.till.node.trust;

import dev.till.protocol.trust.DevicePublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The invites this node has issued, in {@code trust/invites}, so that each lets in one device across crashes too.
 *
 * <pre>
 * till invites 1
 * port 41233
 * &lt;public key, hex&gt; &lt;expiry, seconds since 1970&gt; &lt;admin|member&gt; &lt;public key of the device let in, hex, or -&gt;
 * </pre>
 *
 * Used and expired ones are remembered for a while: only so can they be told apart from forged ones. The port is
 * remembered since lines that are out already name it. Thread-safe.
 */
final class Invites {

    /** The most that are remembered, and so the most that can be out at a time. */
    static final int MAX = 100;

    private static final Duration REMEMBERED = Duration.ofDays(7);
    private static final String HEADER = "till invites 1";
    private static final String PORT = "port ";
    private static final HexFormat HEX = HexFormat.of();

    private final PrivateFile file;
    private List<IssuedInvite> invites = List.of();
    private int port;

    private Invites(PrivateFile file) {
        this.file = file;
    }

    static Invites open(Path home) throws IOException {
        var invites = new Invites(new PrivateFile(home.resolve("trust").resolve("invites")));
        if (invites.file.exists()) {
            invites.read();
        }
        return invites;
    }

    /** The port the lines name; 0 when there are none yet. */
    synchronized int port() {
        return port;
    }

    synchronized Optional<IssuedInvite> find(DevicePublicKey key) {
        return invites.stream().filter(invite -> invite.key().equals(key)).findFirst();
    }

    /** Until when the listener must be open; empty when it need not be. */
    synchronized Optional<Instant> openUntil(Instant now) {
        return invites.stream().map(IssuedInvite::expiry).filter(now::isBefore).max(Comparator.naturalOrder());
    }

    /** Remembers a new one; false when too many are out. */
    synchronized boolean add(IssuedInvite invite, int listeningOn, Instant now) throws IOException {
        var next = new ArrayList<>(invites);
        next.removeIf(old -> old.isExpired(now.minus(REMEMBERED)));
        if (next.size() >= MAX) {
            next.removeIf(old -> old.isExpired(now));
        }
        if (next.size() >= MAX) {
            return false;
        }
        next.add(invite);
        write(next, listeningOn);
        return true;
    }

    /** On disk when this returns: the invite is used, by this device. */
    synchronized void use(IssuedInvite invite, DevicePublicKey device) throws IOException {
        var next = new ArrayList<>(invites);
        next.replaceAll(known -> known.key().equals(invite.key()) ? known.usedBy(device) : known);
        write(next, port);
    }

    /** Forgets all: they let into a fleet that this device has left. */
    synchronized void clear() throws IOException {
        if (!invites.isEmpty()) {
            write(List.of(), port);
        }
    }

    private void write(List<IssuedInvite> next, int listeningOn) throws IOException {
        var text = new StringBuilder(HEADER + "\n" + PORT + listeningOn + "\n");
        for (IssuedInvite invite : next) {
            text.append(HEX.formatHex(invite.key().bytes()))
                    .append(' ')
                    .append(invite.expiry().getEpochSecond())
                    .append(invite.admin() ? " admin " : " member ")
                    .append(invite.usedBy()
                            .map(device -> HEX.formatHex(device.bytes()))
                            .orElse("-"))
                    .append('\n');
        }
        file.replace(text.toString().getBytes(StandardCharsets.US_ASCII));
        invites = List.copyOf(next);
        port = listeningOn;
    }

    private void read() throws IOException {
        var lines = new String(file.read(), StandardCharsets.US_ASCII).lines().toList();
        if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
            throw new IOException(file.path() + ": " + (lines.isEmpty() ? "empty" : "'" + lines.get(0) + "'")
                    + " (expected: " + HEADER + "; remove the file to forget all invites)");
        }
        var read = new ArrayList<IssuedInvite>();
        for (String line : lines.subList(1, lines.size())) {
            try {
                if (line.startsWith(PORT)) {
                    port = Integer.parseInt(line.substring(PORT.length()));
                } else {
                    read.add(parse(line.split(" ")));
                }
            } catch (IllegalArgumentException e) {
                throw new IOException(file.path() + ": damaged (expected: remove the file to forget all invites)", e);
            }
        }
        invites = List.copyOf(read);
    }

    /** More words than four are a newer till's. */
    private static IssuedInvite parse(String[] words) {
        if (words.length < 4) {
            throw new IllegalArgumentException("invite: " + words.length + " words (expected: 4)");
        }
        return new IssuedInvite(
                DevicePublicKey.of(HEX.parseHex(words[0])),
                Instant.ofEpochSecond(Long.parseLong(words[1])),
                words[2].equals("admin"),
                words[3].equals("-") ? Optional.empty() : Optional.of(DevicePublicKey.of(HEX.parseHex(words[3]))));
    }
}
