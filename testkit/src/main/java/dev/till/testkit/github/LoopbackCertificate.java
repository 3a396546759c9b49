package dev.till.testkit.github;

import dev.till.testkit.process.Layout;
import dev.till.testkit.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate for loopback addresses that nobody trusts but who is told to: made by the JDK's {@code keytool}.
 *
 * @param pem the certificate, for whoever shall trust it
 */
record LoopbackCertificate(SSLContext context, Path pem) {
    private static final String PASSWORD = "loopback";

    static LoopbackCertificate in(Path directory) {
        var store = directory.resolve("loopback.p12");
        var pem = directory.resolve("loopback.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "loopback",
                "-keyalg",
                "EC",
                "-dname",
                "CN=loopback",
                "-validity",
                "2",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-ext",
                "bc=ca:true",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "loopback",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-file",
                pem.toString());
        return new LoopbackCertificate(context(store), pem);
    }

    private static SSLContext context(Path store) {
        try (var in = Files.newInputStream(store)) {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, PASSWORD.toCharArray());
            var context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(String... arguments) {
        var command = new java.util.ArrayList<>(
                java.util.List.of(Layout.jdk().resolve("bin").resolve("keytool").toString()));
        command.addAll(java.util.List.of(arguments));
        Program.of(command).run().orThrow();
    }
}
