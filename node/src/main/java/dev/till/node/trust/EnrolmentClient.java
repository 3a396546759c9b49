package dev.till.node.trust;

import dev.till.node.message.TrustReply;
import dev.till.node.message.TrustReply.Done;
import dev.till.node.message.TrustReply.Refused;
import dev.till.node.message.TrustReply.Why;
import dev.till.node.trust.EnrolmentAnswer.Admitted;
import dev.till.node.trust.EnrolmentAnswer.Denied;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.trust.DevicePublicKey;
import dev.till.protocol.trust.Fingerprint;
import dev.till.protocol.trust.Invite;
import dev.till.protocol.trust.Membership;
import dev.till.protocol.wire.MalformedException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * The new machine's side of an enrolment: dials the addresses in the invite one after the other, believes only the key
 * whose fingerprint is in it, and asks to be let in. Blocks.
 */
final class EnrolmentClient {
    private final DeviceKey key;
    private final InstantSource wall;
    private final Duration patience;

    /**
     * @param patience how long to wait at each address for each step
     */
    EnrolmentClient(DeviceKey key, InstantSource wall, Duration patience) {
        this.key = key;
        this.wall = wall;
        this.patience = patience;
    }

    /** What went wrong at one address. */
    private static final class Failure extends Exception {
        private final boolean byInviter;

        /**
         * @param byInviter whether it was the inviter that failed us, so that other addresses are not worth a try
         */
        Failure(String message, boolean byInviter) {
            super(message);
            this.byInviter = byInviter;
        }
    }

    /**
     * Asks the inviter.
     *
     * @param addresses where this device will take connections of members
     */
    TrustReply<Admitted> ask(Invite invite, DeviceName name, List<String> addresses) {
        var inviteKey = DeviceKey.ofSeed(invite.seed());
        var request = EnrolmentRequest.sign(key.signing(), name, addresses, invite.fleet(), inviteKey.publicKey());
        var failures = new ArrayList<String>();
        for (String address : invite.addresses()) {
            try {
                return reply(invite, exchange(invite, inviteKey, address, request));
            } catch (Failure failure) {
                failures.add(address + ": " + failure.getMessage());
                if (failure.byInviter) {
                    return unanswered(invite, Why.FORBIDDEN, failures);
                }
            }
        }
        return unanswered(invite, Why.FAILED, failures);
    }

    private EnrolmentAnswer exchange(Invite invite, DeviceKey inviteKey, String address, EnrolmentRequest request)
            throws Failure {
        var isInviter = new AtomicBoolean();
        var context = TlsContext.of(inviteKey, server -> {
            requirePinned(invite.fingerprint(), server);
            isInviter.set(true);
        });
        try {
            return exchange(context, address, request);
        } catch (SocketTimeoutException e) {
            throw new Failure("no answer within " + patience.toSeconds() + " s", false);
        } catch (MalformedException e) {
            throw new Failure("answer not understood: " + e.getMessage(), true);
        } catch (IOException e) {
            // A server judges the client's key after the client has judged the server's. What is left of its refusal
            // here
            // may be an alert, a reset or just the end.
            throw isInviter.get()
                    ? new Failure("the inviting node hung up on us: it does not know this invite any more", true)
                    : new Failure(wayIn(e), false);
        }
    }

    private EnrolmentAnswer exchange(SSLContext context, String address, EnrolmentRequest request)
            throws IOException, MalformedException {
        int millis = (int) patience.toMillis();
        try (var plain = new Socket()) {
            plain.connect(socketAddress(address), millis);
            plain.setSoTimeout(millis);
            try (var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, -1, true)) {
                socket.setUseClientMode(true);
                socket.setSSLParameters(TlsContext.narrowed(socket.getSSLParameters()));
                socket.startHandshake();
                EnrolmentCodec.send(request, socket.getOutputStream());
                return EnrolmentCodec.receiveAnswer(socket.getInputStream());
            }
        }
    }

    /** An address may by now belong to another machine, be it a till of another fleet. */
    private static String wayIn(IOException e) {
        return (e instanceof SSLException ? "not the inviting node: " : "") + e.getMessage();
    }

    private TrustReply<Admitted> reply(Invite invite, EnrolmentAnswer answer) {
        if (answer instanceof Denied denied) {
            var why = switch (denied.reason()) {
                case NAME_TAKEN -> Why.CONFLICT;
                case USED, EXPIRED, REVOKED, NOT_ADMIN -> Why.FORBIDDEN;
                case FAILED, MALFORMED, VERSION -> Why.FAILED;
            };
            return new Refused<>(why, "invite: " + printable(denied.message()));
        }
        var admitted = (Admitted) answer;
        boolean isOurs = admitted.list().fleet().equals(invite.fleet())
                && Membership.of(admitted.list()).member(key.id()).isPresent();
        return isOurs
                ? new Done<>(admitted)
                : new Refused<>(Why.FAILED, "invite: the answer does not prove that this device was let in");
    }

    private TrustReply<Admitted> unanswered(Invite invite, Why why, List<String> failures) {
        var now = wall.instant();
        if (!now.isBefore(invite.expiry())) {
            return new Refused<>(
                    Why.FORBIDDEN,
                    "invite: expired at " + invite.expiry() + ", it is " + now
                            + " by this machine's clock; ask for a new one");
        }
        return new Refused<>(
                why,
                "invite: nobody let us in: " + String.join("; ", failures)
                        + " (expected: the inviting node running and reachable; otherwise ask for a new invite)");
    }

    private static void requirePinned(Fingerprint expected, DevicePublicKey server) throws CertificateException {
        if (!Fingerprint.of(server).equals(expected)) {
            throw new CertificateException("its key is " + Fingerprint.of(server) + " (expected: " + expected + ")");
        }
    }

    private static InetSocketAddress socketAddress(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        var host = address.substring(0, colon);
        boolean bracketed = host.startsWith("[");
        var resolved = new InetSocketAddress(
                bracketed ? host.substring(1, host.length() - 1) : host,
                Integer.parseInt(address.substring(colon + 1)));
        if (resolved.isUnresolved()) {
            throw new IOException("unknown host");
        }
        return resolved;
    }

    /** Words from another machine reach a terminal here. */
    private static String printable(String text) {
        var shown = text.length() > 500 ? text.substring(0, 500) : text;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
