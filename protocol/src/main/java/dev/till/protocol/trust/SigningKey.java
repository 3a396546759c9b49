package dev.till.protocol.trust;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.DeviceId;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;

/** A device's Ed25519 key pair. Its text form never shows the private half. */
public final class SigningKey {
    private final PrivateKey secret;
    private final DevicePublicKey publicKey;

    public SigningKey(PrivateKey secret, DevicePublicKey publicKey) {
        this.secret = requireNonNull(secret, "secret");
        this.publicKey = requireNonNull(publicKey, "publicKey");
    }

    /** The key of an Ed25519 key pair. */
    public static SigningKey of(KeyPair pair) {
        return new SigningKey(pair.getPrivate(), DevicePublicKey.of(pair.getPublic()));
    }

    public DevicePublicKey publicKey() {
        return publicKey;
    }

    public DeviceId id() {
        return publicKey.id();
    }

    /** The signature over {@code message}; the same message always gets the same one. */
    public byte[] sign(byte[] message) {
        try {
            var signer = Signature.getInstance("Ed25519");
            signer.initSign(secret);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the private key of " + publicKey.id() + " does not sign", e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[" + publicKey.id() + ", secret hidden]";
    }
}
