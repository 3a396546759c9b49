package dev.till.node.trust;

import dev.till.node.message.TrustCommand.Invited;
import dev.till.node.message.TrustReply;
import dev.till.node.message.TrustReply.Done;
import dev.till.node.message.TrustReply.Refused;
import dev.till.node.message.TrustReply.Why;
import dev.till.protocol.trust.DeviceRecord;
import dev.till.protocol.trust.Fingerprint;
import dev.till.protocol.trust.Invite;
import dev.till.protocol.trust.Seed;
import java.io.IOException;
import java.net.BindException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes invites, and keeps the port open that they lead to as long as one is out. Not thread-safe. */
final class Inviting {
    private static final Logger LOG = LoggerFactory.getLogger(Inviting.class);

    /** The longest an invite can be good for. */
    static final Duration LONGEST = Duration.ofDays(30);

    private final TrustStore store;
    private final Invites invites;
    private final TrustSettings settings;
    private final Admission admission;
    private final SecureRandom random = new SecureRandom();
    private Optional<EnrolmentListener> listener = Optional.empty();

    Inviting(TrustStore store, Invites invites, TrustSettings settings, Supplier<List<String>> reachable) {
        this.store = store;
        this.invites = invites;
        this.settings = settings;
        this.admission = new Admission(store, invites, reachable);
    }

    TrustReply<Invited> invite(Duration ttl, boolean admin) throws IOException {
        if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.compareTo(LONGEST) > 0) {
            return new Refused<>(Why.USAGE, "ttl: " + ttl + " (expected: from 1 second to 30 days)");
        }
        if (store.membership().authority(store.self()).isEmpty()) {
            return new Refused<>(Why.FORBIDDEN, "this device is no admin of its fleet; invite on " + admins());
        }
        open();
        var seed = new byte[Seed.BYTES];
        random.nextBytes(seed);
        var invite = new Invite(
                store.list().fleet(),
                ListenAddresses.of(
                        ListenAddresses.bind(settings.bind()),
                        listener.orElseThrow().port()),
                Fingerprint.of(store.key().publicKey()),
                Seed.of(seed),
                now().plus(ttl).plusNanos(999_999_999));
        var issued =
                new IssuedInvite(DeviceKey.ofSeed(invite.seed()).publicKey(), invite.expiry(), admin, Optional.empty());
        if (!invites.add(issued, listener.orElseThrow().port(), now())) {
            return new Refused<>(
                    Why.CONFLICT, Invites.MAX + " invites are out (expected: fewer; they go as they expire)");
        }
        return new Done<>(new Invited(invite.line(), invite.expiry()));
    }

    /** Opens or closes the port as the invites ask for; tells how long that holds. */
    Optional<Duration> adjust() {
        var until = invites.openUntil(now());
        try {
            if (until.isPresent()) {
                open();
            } else {
                close();
            }
        } catch (IOException e) {
            LOG.error("Cannot let devices in: {}", e.getMessage());
        }
        return until.map(end -> Duration.between(now(), end));
    }

    /** After a change of fleet: what was issued let into the old one. */
    void forget() throws IOException {
        invites.clear();
        close();
    }

    void close() throws IOException {
        if (listener.isPresent()) {
            listener.get().close();
            listener = Optional.empty();
        }
    }

    private void open() throws IOException {
        if (listener.isEmpty()) {
            // Lines that are out name the port of the time; another one serves new lines at least.
            var wished = settings.port() != 0 ? settings.port() : invites.port();
            try {
                listener = Optional.of(open(wished));
            } catch (BindException e) {
                if (settings.port() != 0) {
                    throw new IOException("enroll-port: " + wished + " cannot be opened, " + e.getMessage()
                            + " (expected: a free port; 0 takes any)");
                }
                LOG.warn("Port {} of invites that are out is taken now: {}", wished, e.getMessage());
                listener = Optional.of(open(0));
            }
            LOG.info(
                    "Letting devices with an invite in at port {}",
                    listener.get().port());
        }
    }

    private EnrolmentListener open(int port) throws IOException {
        var bind = ListenAddresses.bind(settings.bind());
        return EnrolmentListener.open(store.key(), admission, bind, port, settings.patience());
    }

    private Instant now() {
        return store.wall().instant();
    }

    private String admins() {
        var names = store.membership().members().stream()
                .filter(DeviceRecord::admin)
                .map(device -> device.name().value())
                .toList();
        return names.isEmpty() ? "no device: the fleet has no admin left" : String.join(" or ", names);
    }
}
