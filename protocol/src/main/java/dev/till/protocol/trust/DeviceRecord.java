package dev.till.protocol.trust;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;
import java.time.Instant;

/**
 * A device of a fleet, as the signed entries tell.
 *
 * @param admin whether it may enrol and revoke others
 * @param enrolledAt when its enrolment says it was signed; for people to read
 * @param revoked whether it was put out for ever
 */
public record DeviceRecord(
        DeviceId id, DevicePublicKey key, DeviceName name, boolean admin, Instant enrolledAt, boolean revoked) {}
