package dev.till.node.trust;

import dev.till.node.message.TrustCommand.Enrolled;
import dev.till.node.message.TrustReply;
import dev.till.node.message.TrustReply.Done;
import dev.till.node.message.TrustReply.Refused;
import dev.till.node.message.TrustReply.Why;
import dev.till.node.trust.EnrolmentAnswer.Admitted;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.trust.InvalidInviteException;
import dev.till.protocol.trust.InvalidInviteException.Reason;
import dev.till.protocol.trust.Invite;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The steps by which this device joins another fleet; the same with a node running and without. */
public final class Enrolling {

    /** How long to wait at each of an invite's addresses. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TrustStore store;
    private final EnrolmentClient client;

    Enrolling(TrustStore store, Duration patience) {
        this.store = store;
        this.client = new EnrolmentClient(store.key(), store.wall(), patience);
    }

    /**
     * Joins with no node running. The caller holds the lock of the home. Blocks.
     *
     * @param fallback the name of this device if it never had one
     * @param addresses where this device will take connections of members, as far as that is known
     * @throws IOException if files of the home cannot be read or written
     */
    public static TrustReply<Enrolled> offline(
            Path home,
            String line,
            Optional<DeviceName> name,
            DeviceName fallback,
            List<String> addresses,
            InstantSource wall)
            throws IOException {
        // A line that is none leaves no trace in the home.
        var invite = read(line);
        if (invite instanceof Refused<Invite> refused) {
            return refused(refused);
        }
        var store = TrustStore.open(home, DeviceKey.ofHome(home), name.orElse(fallback), wall);
        var enrolling = new Enrolling(store, PATIENCE);
        var asked = enrolling.ask(line, name, addresses);
        if (!(asked instanceof Done<Admitted> admitted)) {
            return refused(asked);
        }
        Invites.open(home).clear();
        return enrolling.adopt(admitted.value());
    }

    /** What a refusal of one thing is as the refusal of another. */
    static <T> TrustReply<T> refused(TrustReply<?> reply) {
        var refused = (Refused<?>) reply;
        return new Refused<>(refused.why(), refused.message());
    }

    /** Asks the inviter to let this device in. Blocks; changes nothing here. */
    TrustReply<Admitted> ask(String line, Optional<DeviceName> name, List<String> addresses) {
        var read = read(line);
        if (!(read instanceof Done<Invite> invite)) {
            return refused(read);
        }
        var fleet = invite.value().fleet();
        var obstacle = store.obstacleTo(fleet);
        if (obstacle.isPresent()) {
            return new Refused<>(Why.CONFLICT, obstacle.get());
        }
        return client.ask(invite.value(), name.orElseGet(store::name), addresses);
    }

    /** Takes the answer for this node's own: on disk when this returns. */
    TrustReply<Enrolled> adopt(Admitted admitted) throws IOException {
        var list = admitted.list();
        var obstacle = store.adopt(list);
        if (obstacle.isPresent()) {
            return new Refused<>(Why.CONFLICT, obstacle.get());
        }
        store.introduce(admitted.addresses());
        var members = store.membership().members().size();
        return new Done<>(new Enrolled(list.fleet(), store.name(), members, admitted.addresses()));
    }

    private static TrustReply<Invite> read(String line) {
        try {
            return new Done<>(Invite.parse(line));
        } catch (InvalidInviteException e) {
            var why = e.reason() == Reason.NOT_AN_INVITE ? Why.USAGE : Why.FORBIDDEN;
            return new Refused<>(why, e.getMessage());
        }
    }
}
