package dev.till.node.trust;

import dev.till.protocol.trust.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate that TLS wants around a key. It says nothing that the key does not: one key, one certificate, the same
 * each time, valid for ever, since clocks lie and the device list decides.
 */
final class SelfSignedCertificate {
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");

    /** Means "no well-defined end" (RFC 5280, section 4.1.2.5). */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private SelfSignedCertificate() {}

    static X509Certificate of(SigningKey key, PrivateKey secret) {
        var name = new X500Name("CN=" + key.id());
        var spki = SubjectPublicKeyInfo.getInstance(key.publicKey().encoded());
        var serial = new BigInteger(1, key.id().bytes()).shiftRight(2);
        try {
            var signer = new JcaContentSignerBuilder("Ed25519").build(secret);
            var holder = new X509v3CertificateBuilder(name, serial, Date.from(FIRST), Date.from(LAST), name, spki)
                    .build(signer);
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
        } catch (OperatorCreationException | CertificateException | IOException e) {
            throw new IllegalStateException("cannot make a certificate for " + key.id(), e);
        }
    }
}
