package dev.till.protocol.trust;

import dev.till.protocol.id.DeviceName;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;

/** Keys that are the same in every run, and fleets made of them. */
final class Keys {
    static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private Keys() {}

    /** The key of the device with this number. */
    static SigningKey key(int number) {
        try {
            var generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new SecureRandom() {
                @Override
                public void nextBytes(byte[] bytes) {
                    for (int i = 0; i < bytes.length; i++) {
                        bytes[i] = (byte) (number + i);
                    }
                }
            });
            return SigningKey.of(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static DeviceName name(String name) {
        return new DeviceName(name);
    }

    /** A fleet that device 1 founded. */
    static DeviceList fleet() {
        return DeviceList.found(key(1), name("one"), 7, 8, NOON);
    }

    /** The fleet with device {@code number} let in by {@code admin}. */
    static DeviceList enrolled(DeviceList list, SigningKey admin, int number, boolean asAdmin) {
        return list.enrol(admin, key(number).publicKey(), name("d" + number), asAdmin, NOON.plusSeconds(number));
    }
}
