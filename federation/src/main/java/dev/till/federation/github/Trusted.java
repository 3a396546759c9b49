package dev.till.federation.github;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whom to take for a GitHub: for an enterprise whose certificates come from an authority of its own. */
public final class Trusted {
    private static final String EXPECTED =
            "expected: certificates in PEM, as the settings github-ca and hub-ca name them";

    private Trusted() {}

    /** Trusts whom the JVM trusts and the certificates of a PEM file; throws IOException, naming it, when it has none. */
    public static SSLContext also(Path pem) throws IOException {
        try (var in = Files.newInputStream(pem)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate known : authorities(null)) {
                store.setCertificateEntry("jvm-" + store.size(), known);
            }
            var given = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (given.isEmpty()) {
                throw new IOException(pem + ": empty (" + EXPECTED + ")");
            }
            for (var added : given) {
                store.setCertificateEntry("file-" + store.size(), added);
            }
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: " + pem + " (" + EXPECTED + ")", e);
        } catch (GeneralSecurityException e) {
            throw new IOException(pem + ": " + e.getMessage() + " (" + EXPECTED + ")", e);
        }
    }

    private static Iterable<X509Certificate> authorities(KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        var all = new ArrayList<X509Certificate>();
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager known) {
                all.addAll(Arrays.asList(known.getAcceptedIssuers()));
            }
        }
        return all;
    }
}
