package dev.till.testkit.bench;

import dev.till.testkit.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS with both sides proven, for the NATS servers and their clients: all have one key, and trust its certificate alone.
 * Ours knows no other way, so both systems are measured with it.
 */
final class NatsTls {

    private static final String PASSWORD = "measured";

    private final Path directory;

    private NatsTls(Path directory) {
        this.directory = directory;
    }

    /** Makes a key and its certificate in {@code directory}. */
    static NatsTls make(Path directory) throws IOException {
        var tls = new NatsTls(Files.createDirectories(directory));
        Program.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:prime256v1",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=bench",
                        "-addext",
                        "subjectAltName=IP:127.0.0.1",
                        "-keyout",
                        tls.key(),
                        "-out",
                        tls.certificate())
                .run()
                .orThrow();
        Program.of(
                        "openssl",
                        "pkcs12",
                        "-export",
                        "-inkey",
                        tls.key(),
                        "-in",
                        tls.certificate(),
                        "-passout",
                        "pass:" + PASSWORD,
                        "-out",
                        tls.store())
                .run()
                .orThrow();
        return tls;
    }

    /** What {@link #make} left in {@code directory}. */
    static NatsTls of(Path directory) {
        return new NatsTls(directory);
    }

    /** A block for the servers' settings. */
    String block() {
        return "tls { cert_file: \"%s\", key_file: \"%s\", ca_file: \"%s\", verify: true }"
                .formatted(certificate(), key(), certificate());
    }

    /** For a client. */
    SSLContext context() throws IOException, GeneralSecurityException {
        var own = KeyStore.getInstance("PKCS12");
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (var store = Files.newInputStream(Path.of(store()));
                var certificate = Files.newInputStream(Path.of(certificate()))) {
            own.load(store, PASSWORD.toCharArray());
            trusted.setCertificateEntry(
                    "bench", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD.toCharArray());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private String key() {
        return directory.resolve("key.pem").toString();
    }

    private String certificate() {
        return directory.resolve("certificate.pem").toString();
    }

    private String store() {
        return directory.resolve("key.p12").toString();
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
