package dev.till.federation.menu;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * The Ed25519 key (RFC 8032) of a hub. Keys are one line of text each: the public one begins with {@value #PUBLIC}, the private
 * one with {@value #PRIVATE}, then Base64 of the DER form that the JDK and OpenSSL know.
 */
public final class HubKey {
    private static final String PUBLIC = "till-hub-key";
    private static final String PRIVATE = "till-hub-secret-key";

    /** Stands before what is signed, so that no other use of the key can yield a signature of a menu. */
    private static final byte[] PURPOSE = "till menu 1\n".getBytes(StandardCharsets.UTF_8);

    private HubKey() {}

    /** Both halves of a new key, each as its line. */
    public record Pair(String publicLine, String privateLine) {

        /** Without the private half. */
        @Override
        public String toString() {
            return publicLine;
        }
    }

    public static Pair generate() {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new Pair(
                    PUBLIC + " "
                            + Base64.getEncoder()
                                    .encodeToString(pair.getPublic().getEncoded()),
                    PRIVATE + " "
                            + Base64.getEncoder()
                                    .encodeToString(pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK from 15 on has Ed25519", e);
        }
    }

    /** The signature of a text, as one line. */
    public static String sign(String privateLine, String text) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(privateKey(privateLine));
            feed(signature, text);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "key: not a hub's secret key (expected: the line that hub keygen wrote)", e);
        }
    }

    /** Whether that signature is of that text, by the owner of that key; a malformed one is not. */
    public static boolean isSigned(String publicLine, String text, String signatureLine) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initVerify(publicKey(publicLine));
            feed(signature, text);
            return signature.verify(Base64.getDecoder().decode(signatureLine.strip()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** The line of a public key, without white space around it; throws IllegalArgumentException on anything else. */
    public static String requirePublic(String line) {
        try {
            publicKey(line);
            return line.strip();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("key: not a hub's key (expected: the line that hub keygen printed)", e);
        }
    }

    private static void feed(Signature signature, String text) throws GeneralSecurityException {
        signature.update(PURPOSE);
        signature.update(text.getBytes(StandardCharsets.UTF_8));
    }

    private static PublicKey publicKey(String line) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(bytes(line, PUBLIC)));
    }

    private static PrivateKey privateKey(String line) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(bytes(line, PRIVATE)));
    }

    private static byte[] bytes(String line, String kind) {
        var words = line.strip().split(" ", -1);
        if (words.length != 2 || !words[0].equals(kind)) {
            throw new IllegalArgumentException("key: not one (expected: a line that begins with " + kind + ")");
        }
        return Base64.getDecoder().decode(words[1]);
    }
}
