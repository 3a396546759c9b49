package dev.till.node.trust;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.trust.DevicePublicKey;
import dev.till.protocol.trust.Seed;
import dev.till.protocol.trust.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/** The Ed25519 key that is this device, with the self-signed certificate that carries it through TLS. */
public final class DeviceKey {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private final PrivateKey secret;
    private final SigningKey signing;
    private final X509Certificate certificate;

    private DeviceKey(PrivateKey secret, DevicePublicKey publicKey) {
        this.secret = secret;
        this.signing = new SigningKey(secret, publicKey);
        this.certificate = SelfSignedCertificate.of(signing, secret);
    }

    /**
     * The key in {@code device.key} of a home, made at the first call: PKCS#8, PEM, mode 0600.
     *
     * @throws IOException if the file cannot be read or written, holds no Ed25519 key, or is open to others
     */
    public static DeviceKey ofHome(Path home) throws IOException {
        var file = new PrivateFile(home.resolve("device.key"));
        if (!file.exists()) {
            var seed = new byte[Seed.BYTES];
            new SecureRandom().nextBytes(seed);
            file.create(pem(ofSeed(Seed.of(seed)).secret));
        }
        return load(file);
    }

    /** The key that a seed stands for. */
    public static DeviceKey ofSeed(Seed seed) {
        try {
            var secret = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed.bytes()));
            return new DeviceKey(secret, publicKey(seed.bytes()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is missing from this Java runtime", e);
        }
    }

    public DeviceId id() {
        return signing.id();
    }

    public DevicePublicKey publicKey() {
        return signing.publicKey();
    }

    /** The key as signer of entries. */
    public SigningKey signing() {
        return signing;
    }

    PrivateKey secret() {
        return secret;
    }

    X509Certificate certificate() {
        return certificate;
    }

    @Override
    public String toString() {
        return "DeviceKey[" + id() + ", secret hidden]";
    }

    private static DeviceKey load(PrivateFile file) throws IOException {
        var text = new String(file.read(), StandardCharsets.US_ASCII).strip();
        try {
            if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
                throw new IllegalArgumentException("no PEM block");
            }
            var body = text.substring(BEGIN.length(), text.length() - END.length());
            var encoded = Base64.getMimeDecoder().decode(body);
            var secret = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            var seed = ((EdECPrivateKey) secret).getBytes().orElseThrow();
            return new DeviceKey(secret, publicKey(seed));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            // The cause may quote the content, which is secret.
            throw new IOException(file.path() + ": not a device key (expected: an Ed25519 key, PKCS#8 in PEM, as till"
                    + " wrote it; restore it from a backup)");
        }
    }

    static byte[] pem(PrivateKey secret) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(secret.getEncoded());
        return (BEGIN + "\n" + lines + "\n" + END + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** The JDK has no way from a private key to its public one. */
    private static DevicePublicKey publicKey(byte[] seed) {
        return DevicePublicKey.of(
                new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded());
    }
}
