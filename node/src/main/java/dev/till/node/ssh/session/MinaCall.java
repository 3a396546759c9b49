package dev.till.node.ssh.session;

import dev.till.node.message.SshFault;
import dev.till.node.message.SshTarget;
import dev.till.node.ssh.home.HostKeys;
import dev.till.node.ssh.home.SshPublicKey;
import dev.till.protocol.id.Shown;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.future.AuthFuture;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** One attempt to reach a host: connect, check who it is, be admitted. It remembers how far it has come, to say what failed. */
final class MinaCall {
    private static final AttributeKey<MinaCall> CALL = new AttributeKey<>();

    private static final int LONGEST = 400;

    /** Asks a host for the kind of key that is known of it, as {@code ssh} does; else another kind would look like a change. */
    static final SessionListener PREFERENCE = new SessionListener() {
        @Override
        public void sessionNegotiationOptionsCreated(Session session, Map<KexProposalOption, String> proposal) {
            var call = of((ClientSession) session);
            if (call != null) {
                proposal.computeIfPresent(KexProposalOption.SERVERKEYS, (option, kinds) -> call.knownFirst(kinds));
            }
        }
    };

    private final SshTarget target;
    private final InetSocketAddress place;
    private final List<KeyPair> keys;
    private final HostKeys hostKeys;
    private final SshSettings settings;
    private final Executor blocking;
    private final CompletableFuture<SshLink> linked = new CompletableFuture<>();
    private volatile ClientSession session;
    private volatile boolean known;
    private volatile String refusal;

    /** {@code blocking} reads what commands on the session are to read. */
    MinaCall(
            SshTarget target,
            InetSocketAddress place,
            List<KeyPair> keys,
            HostKeys hostKeys,
            SshSettings settings,
            Executor blocking) {
        this.target = target;
        this.place = place;
        this.keys = keys;
        this.hostKeys = hostKeys;
        this.settings = settings;
        this.blocking = blocking;
    }

    /** What a session carries, so that it is known whose it is. */
    static AttributeRepository context(MinaCall call) {
        return AttributeRepository.ofKeyValuePair(CALL, call);
    }

    /** Whether the host at the other end is who it was. */
    static boolean verify(ClientSession session, SocketAddress remote, PublicKey shown) {
        var call = of(session);
        return call != null && call.admits(shown);
    }

    /** The connection is there, or not. */
    void connected(ConnectFuture connecting) {
        if (!connecting.isConnected()) {
            fail(SshFault.PORT, "nothing answers at " + where() + ": " + reason(connecting.getException()));
            return;
        }
        session = connecting.getClientSession();
        if (linked.isDone()) {
            session.close(true);
            return;
        }
        try {
            keys.forEach(session::addPublicKeyIdentity);
            session.auth().addListener(this::admitted);
        } catch (IOException | RuntimeException e) {
            fail(SshFault.PORT, "the handshake with " + where() + " failed: " + reason(e));
        }
    }

    /** Tells {@code result} how this ends, in time; what is left of an attempt that failed is closed. */
    void end(ConnectFuture connecting, CompletableFuture<SshLink> result) {
        var unused = linked.orTimeout(settings.connectFor().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((link, failure) -> {
                    if (failure == null) {
                        result.complete(link);
                    } else {
                        discard(connecting);
                        result.completeExceptionally(explained(failure));
                    }
                });
    }

    private void discard(ConnectFuture connecting) {
        connecting.cancel();
        var open = session;
        if (open != null) {
            open.close(true);
        }
    }

    private Unreached explained(Throwable failure) {
        if (failure instanceof Unreached ours) {
            return ours;
        }
        var patience = settings.connectFor().toSeconds() + " s";
        if (failure instanceof TimeoutException) {
            return session == null
                    ? new Unreached(SshFault.PORT, "no connection to " + where() + " within " + patience)
                    : new Unreached(
                            known ? SshFault.ADMISSION : SshFault.PORT,
                            where() + " accepted the connection, but the handshake did not end within " + patience);
        }
        return new Unreached(SshFault.LOCAL, reason(failure));
    }

    private void admitted(AuthFuture admission) {
        if (admission.isSuccess()) {
            var link = new MinaLink(session, blocking, settings.connectFor());
            if (!linked.complete(link)) {
                link.close();
            }
            return;
        }
        var failure = admission.getException();
        if (refusal != null) {
            fail(SshFault.HOST_KEY, target.name() + " (" + where() + "): " + refusal);
        } else if (known && (failure == null || isRefusal(failure))) {
            fail(
                    SshFault.ADMISSION,
                    where() + " does not admit " + target.user()
                            + " with till's key; add what `till key show` prints to " + "~/.ssh/authorized_keys there");
        } else {
            fail(SshFault.PORT, "the handshake with " + where() + " failed: " + reason(failure));
        }
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof SshException refused
                && refused.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE;
    }

    private boolean admits(PublicKey shown) {
        try {
            var bytes = new ByteArrayBuffer();
            bytes.putRawPublicKey(shown);
            var why = hostKeys.refusal(target.address(), target.port(), SshPublicKey.of(bytes.getCompactData()));
            refusal = why.orElse(null);
            known = why.isEmpty();
        } catch (IOException e) {
            refusal = "its key cannot be checked: " + e.getMessage();
        }
        return known;
    }

    private String knownFirst(String kinds) {
        try {
            var types = hostKeys.types(target.address(), target.port());
            var ordered = new ArrayList<>(List.of(kinds.split(",")));
            ordered.sort((one, other) -> Boolean.compare(isOf(types, other), isOf(types, one)));
            return String.join(",", ordered);
        } catch (IOException e) {
            // Said when the key is checked.
            return kinds;
        }
    }

    /** RSA keys sign by several algorithms. */
    private static boolean isOf(List<String> types, String algorithm) {
        return types.contains(algorithm.startsWith("rsa-sha2-") ? "ssh-rsa" : algorithm);
    }

    private void fail(SshFault fault, String message) {
        linked.completeExceptionally(new Unreached(fault, message));
    }

    private String where() {
        return KnownPlace.of(target, place);
    }

    private static String reason(Throwable failure) {
        if (failure == null) {
            return "it was broken off";
        }
        var root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        // Part of it may be what the other end said.
        return Shown.of(root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage(), LONGEST);
    }

    private static MinaCall of(ClientSession session) {
        var context = session.getConnectionContext();
        return context == null ? null : context.getAttribute(CALL);
    }
}
