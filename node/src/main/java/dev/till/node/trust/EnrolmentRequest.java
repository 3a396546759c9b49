package dev.till.node.trust;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.FleetId;
import dev.till.protocol.trust.DevicePublicKey;
import dev.till.protocol.trust.SigningKey;
import dev.till.protocol.wire.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A new machine asks to be let in. */
final class EnrolmentRequest {
    private static final byte[] DOMAIN = "till enrolment request\0".getBytes(StandardCharsets.US_ASCII);

    private final DevicePublicKey device;
    private final DeviceName name;
    private final List<String> addresses;
    private final byte[] proof;

    /**
     * A request as it was received.
     *
     * @param name it would like to go by
     * @param addresses where it will take connections of members, {@code HOST:PORT}; hints
     * @param proof its signature over fleet, invite and key: whoever sends this holds the private half, and meant this
     *     fleet and this invite
     */
    EnrolmentRequest(DevicePublicKey device, DeviceName name, List<String> addresses, byte[] proof) {
        this.device = requireNonNull(device, "device");
        this.name = requireNonNull(name, "name");
        this.addresses = List.copyOf(addresses);
        this.proof = proof.clone();
    }

    static EnrolmentRequest sign(
            SigningKey device, DeviceName name, List<String> addresses, FleetId fleet, DevicePublicKey invite) {
        var proof = device.sign(toBeSigned(fleet, invite, device.publicKey()));
        return new EnrolmentRequest(device.publicKey(), name, addresses, proof);
    }

    boolean isProven(FleetId fleet, DevicePublicKey invite) {
        return device.verifies(toBeSigned(fleet, invite, device), proof);
    }

    DevicePublicKey device() {
        return device;
    }

    DeviceName name() {
        return name;
    }

    List<String> addresses() {
        return addresses;
    }

    byte[] proof() {
        return proof.clone();
    }

    private static byte[] toBeSigned(FleetId fleet, DevicePublicKey invite, DevicePublicKey device) {
        return new ByteWriter(128)
                .putBytes(DOMAIN)
                .putDevice(DeviceId.parse(fleet.value()))
                .putBytes(invite.bytes())
                .putBytes(device.bytes())
                .toByteArray();
    }
}
