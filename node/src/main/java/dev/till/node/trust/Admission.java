package dev.till.node.trust;

import dev.till.node.trust.EnrolmentAnswer.Admitted;
import dev.till.node.trust.EnrolmentAnswer.Denied;
import dev.till.node.trust.EnrolmentAnswer.Reason;
import dev.till.protocol.trust.DevicePublicKey;
import dev.till.protocol.trust.DeviceRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides who is let in: an invite admits one device, once, and that one again if it did not hear the answer. */
final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    private final TrustStore store;
    private final Invites invites;
    private final Supplier<List<String>> addresses;

    /**
     * @param addresses where members may be reached, told to those who are let in
     */
    Admission(TrustStore store, Invites invites, Supplier<List<String>> addresses) {
        this.store = store;
        this.invites = invites;
        this.addresses = addresses;
    }

    /** Whether this key is that of an invite, be it used or expired: what is wrong with it is said inside the connection. */
    boolean knows(DevicePublicKey inviteKey) {
        return invites.find(inviteKey).isPresent();
    }

    /** The answer to a request that came over a connection authenticated by {@code inviteKey}. */
    EnrolmentAnswer decide(DevicePublicKey inviteKey, EnrolmentRequest request) {
        // One decision at a time, and none while the list changes: names must not be given twice.
        synchronized (store) {
            try {
                var answer = objection(inviteKey, request);
                return answer.isPresent() ? answer.get() : admit(inviteKey, request);
            } catch (IOException e) {
                LOG.error("Cannot let {} in", request.device().id(), e);
                return new Denied(Reason.FAILED, "the inviting node cannot write its device list; see its log");
            }
        }
    }

    private Optional<EnrolmentAnswer> objection(DevicePublicKey inviteKey, EnrolmentRequest request) {
        var invite = invites.find(inviteKey);
        var membership = store.membership();
        var device = request.device().id();
        if (invite.isEmpty() || !request.isProven(store.list().fleet(), inviteKey)) {
            return denied(Reason.MALFORMED, "the request does not prove that it comes from the device it names");
        }
        if (membership.isRevoked(device)) {
            return denied(
                    Reason.REVOKED,
                    "device " + device
                            + " was revoked in this fleet, and its key stays out; a new device.key would be a"
                            + " new device");
        }
        var usedBy = invite.get().usedBy();
        if (usedBy.isPresent() && !usedBy.get().equals(request.device())) {
            return denied(Reason.USED, "this invite has let in another device; ask for a new one");
        }
        if (membership.member(device).isPresent()) {
            return Optional.of(welcome());
        }
        if (invite.get().isExpired(store.wall().instant())) {
            return denied(
                    Reason.EXPIRED, "this invite expired at " + invite.get().expiry() + "; ask for a new one");
        }
        if (membership.authority(store.self()).isEmpty()) {
            return denied(Reason.NOT_ADMIN, "the inviting device is no admin of its fleet any more");
        }
        return membership.members().stream()
                .filter(member ->
                        member.name().value().equalsIgnoreCase(request.name().value()))
                .findFirst()
                .flatMap(member -> denied(Reason.NAME_TAKEN, nameTaken(member)));
    }

    /** The invite is marked first: after a crash in between, the same device asks again and is let in then. */
    private EnrolmentAnswer admit(DevicePublicKey inviteKey, EnrolmentRequest request) throws IOException {
        var invite = invites.find(inviteKey).orElseThrow();
        invites.use(invite, request.device());
        store.enrol(request.device(), request.name(), invite.admin());
        store.introduce(request.addresses());
        LOG.info("Let in {} ({})", request.name(), request.device().id());
        return welcome();
    }

    private Admitted welcome() {
        return new Admitted(store.list(), addresses.get());
    }

    private static String nameTaken(DeviceRecord member) {
        return "the name " + member.name() + " is taken by device " + member.id() + "; choose another with --name";
    }

    private static Optional<EnrolmentAnswer> denied(Reason reason, String message) {
        return Optional.of(new Denied(reason, message));
    }
}
