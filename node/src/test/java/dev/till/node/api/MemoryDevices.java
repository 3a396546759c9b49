package dev.till.node.api;

import dev.till.node.message.TrustCommand;
import dev.till.node.message.TrustReply;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.FleetId;
import dev.till.protocol.trust.DeviceList;
import dev.till.protocol.trust.DeviceRecord;
import dev.till.protocol.trust.Membership;
import dev.till.protocol.trust.SigningKey;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;

/** The devices of a fleet in memory: one that founded it and may do anything. Not an actor; see {@link MemoryNode}. */
final class MemoryDevices {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final SigningKey KEY = key();

    /** Who founded it. */
    static final DeviceId FOUNDER = KEY.id();

    private final DeviceList list = DeviceList.found(KEY, new DeviceName("m4"), 1, 2, NOW);

    void handle(TrustCommand command) {
        if (command instanceof TrustCommand.Current current) {
            current.replyTo().tell(list);
        } else if (command instanceof TrustCommand.Invite invite) {
            invite.replyTo()
                    .tell(new TrustReply.Done<>(new TrustCommand.Invited("till1 a secret", NOW.plus(invite.ttl()))));
        } else if (command instanceof TrustCommand.Revoke revoke) {
            revoke.replyTo().tell(revoked(revoke.device()));
        } else if (command instanceof TrustCommand.Enrol enrol) {
            enrol.replyTo().tell(enrolled(enrol));
        }
    }

    private TrustReply<DeviceRecord> revoked(String device) {
        return Membership.of(list).members().stream()
                .filter(member -> member.name().value().equals(device))
                .findFirst()
                .<TrustReply<DeviceRecord>>map(TrustReply.Done::new)
                .orElse(new TrustReply.Refused<>(TrustReply.Why.ABSENT, "no such device: " + device));
    }

    private TrustReply<TrustCommand.Enrolled> enrolled(TrustCommand.Enrol enrol) {
        if (!enrol.line().startsWith("till1")) {
            return new TrustReply.Refused<>(TrustReply.Why.FORBIDDEN, "this invite was used");
        }
        return new TrustReply.Done<>(new TrustCommand.Enrolled(
                new FleetId("b".repeat(32)), enrol.name().orElse(new DeviceName("m4")), 2, List.of()));
    }

    private static SigningKey key() {
        try {
            return SigningKey.of(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
