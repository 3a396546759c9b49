package dev.till.node.trust;

import dev.till.protocol.trust.DevicePublicKey;
import java.time.Instant;
import java.util.Optional;

/**
 * An invite as its issuer remembers it: without the secret.
 *
 * @param key public half of the key that the secret stands for
 * @param admin whether the device it lets in becomes an admin
 * @param usedBy the one device it let in
 */
record IssuedInvite(DevicePublicKey key, Instant expiry, boolean admin, Optional<DevicePublicKey> usedBy) {

    boolean isExpired(Instant now) {
        return !now.isBefore(expiry);
    }

    IssuedInvite usedBy(DevicePublicKey device) {
        return new IssuedInvite(key, expiry, admin, Optional.of(device));
    }
}
