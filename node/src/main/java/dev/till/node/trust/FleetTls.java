package dev.till.node.trust;

import dev.till.node.message.PeerSockets;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.trust.DevicePublicKey;
import dev.till.protocol.trust.Membership;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.3 between members of the fleet and nobody else, both sides proven by their device keys.
 *
 * <p>Membership is asked at each handshake and again whenever it changed while a connection is open: the next byte to or
 * from a device that is no member any more closes the connection. Thread-safe.
 */
public final class FleetTls implements PeerSockets {
    private static final String PEER = "dev.till.peer";

    private static final Logger LOG = LoggerFactory.getLogger(FleetTls.class);

    private final Supplier<Membership> membership;
    private final Firewall firewall;
    private final SSLContext context;

    /** How often connections to a device were given up. As a whole replaced, so that it can be compared by identity. */
    private final AtomicReference<Map<DeviceId, Integer>> renewals = new AtomicReference<>(Map.of());

    /**
     * @param key of this device
     * @param membership the current one, and the same object as long as nothing changed; asked by many threads
     */
    public FleetTls(DeviceKey key, Supplier<Membership> membership) {
        this(key, membership, new Firewall());
    }

    /** The same, without those that the firewall blocks. */
    public FleetTls(DeviceKey key, Supplier<Membership> membership, Firewall firewall) {
        this.membership = membership;
        this.firewall = firewall;
        this.context = TlsContext.of(key, this::require);
    }

    /** An engine for a connection that a peer opened. */
    public SSLEngine serverEngine() {
        var engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(true);
        engine.setSSLParameters(TlsContext.narrowed(engine.getSSLParameters()));
        return new GuardedEngine(engine, this);
    }

    /** An engine for a connection to a peer. It names no host, so no session is ever resumed: each proves keys anew. */
    public SSLEngine clientEngine() {
        var engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.setSSLParameters(TlsContext.narrowed(engine.getSSLParameters()));
        return new GuardedEngine(engine, this);
    }

    @Override
    public SSLSocket accept(Socket plain) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, true);
        socket.setNeedClientAuth(true);
        return shaken(socket);
    }

    @Override
    public SSLSocket dial(Socket plain) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, -1, true);
        socket.setUseClientMode(true);
        return shaken(socket);
    }

    private static SSLSocket shaken(SSLSocket socket) throws IOException {
        socket.setSSLParameters(TlsContext.narrowed(socket.getSSLParameters()));
        socket.startHandshake();
        return socket;
    }

    @Override
    public DeviceId peer(SSLSocket socket) throws SSLPeerUnverifiedException {
        return peer(socket.getSession());
    }

    /**
     * Gives up the connections that this node has opened to a device; each closes when it is to carry the next byte.
     *
     * <p>For a device that went out of reach. What TCP could not deliver it repeats after ever longer pauses (RFC 6298,
     * section 5.5), and so it would notice that the way is free again only after as long as the way was blocked. A new
     * connection is dialled every few seconds.
     */
    public void renew(DeviceId device) {
        var members = membership.get();
        renewals.updateAndGet(before -> {
            var after = new HashMap<>(before);
            after.merge(device, 1, Integer::sum);
            after.keySet().removeIf(known -> members.find(known).isEmpty());
            return Map.copyOf(after);
        });
    }

    /** The member at the other end of a session; throws SSLPeerUnverifiedException when it is none now. */
    public DeviceId peer(SSLSession session) throws SSLPeerUnverifiedException {
        // Who is there was proven when it began; whether that one still belongs here is asked each time.
        var key = session.getValue(PEER) instanceof DevicePublicKey known ? known : proven(session);
        try {
            require(key);
        } catch (CertificateException e) {
            throw new SSLPeerUnverifiedException(e.getMessage());
        }
        return key.id();
    }

    private static DevicePublicKey proven(SSLSession session) throws SSLPeerUnverifiedException {
        var key = KeyTrust.peer(session);
        // Once for each session: after every value the JDK makes a new ticket and sends it along with the next byte.
        session.putValue(PEER, key);
        return key;
    }

    /** What decides who is let in; a connection checked against it need not be checked again while it is unchanged. */
    Rules rules() {
        return new Rules(membership.get(), firewall.blocked(), renewals.get());
    }

    /**
     * Who belongs to the fleet, who of them is blocked, and how often the connections to each were given up. Compared by
     * identity, for all three change as a whole.
     */
    record Rules(Membership membership, Set<DeviceId> blocked, Map<DeviceId, Integer> renewals) {

        boolean areThoseOf(Rules other) {
            return other != null
                    && membership == other.membership
                    && blocked == other.blocked
                    && renewals == other.renewals;
        }

        /** Whether a connection to {@code device} that stood under {@code earlier} rules was given up since. */
        boolean giveUp(DeviceId device, Rules earlier) {
            return !Objects.equals(renewals.get(device), earlier.renewals.get(device));
        }
    }

    private void require(DevicePublicKey key) throws CertificateException {
        if (firewall.blocked().contains(key.id())) {
            throw new CertificateException("device " + key.id() + " is blocked");
        }
        var now = membership.get();
        var known = now.find(key.id());
        if (known.isPresent() && known.get().key().equals(key) && !known.get().revoked()) {
            return;
        }
        var reason = now.isRevoked(key.id())
                ? "device " + key.id()
                        + known.map(device -> " (" + device.name() + ")").orElse("") + " is revoked"
                : "device " + key.id() + " is not enrolled in this fleet";
        LOG.debug("Refused a connection: {}", reason);
        throw new CertificateException(reason);
    }
}
