package dev.till.node.trust;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** Makes TLS of our one kind: version 1.3 alone, one Ed25519 key on our side, a judge of keys for the other. */
final class TlsContext {
    private static final String[] PROTOCOLS = {"TLSv1.3"};

    /**
     * What both sides agree on anyway, being what all of them have and prefer. A client that offers more computes a key for
     * two groups and looks for every signature there is, half of what a handshake costs a node that has just started.
     */
    private static final List<Narrowing> NARROWINGS = Stream.of(
                    Narrowing.of("setNamedGroups", "x25519"), Narrowing.of("setSignatureSchemes", "ed25519"))
            .flatMap(Optional::stream)
            .toList();

    private TlsContext() {}

    /** A setter of {@link SSLParameters} that came after Java 17, and what to give it. */
    private record Narrowing(MethodHandle setter, String choice) {

        static Optional<Narrowing> of(String setter, String choice) {
            try {
                var type = MethodType.methodType(void.class, String[].class);
                var found = MethodHandles.publicLookup().findVirtual(SSLParameters.class, setter, type);
                return Optional.of(new Narrowing(found.asFixedArity(), choice));
            } catch (NoSuchMethodException | IllegalAccessException e) {
                return Optional.empty();
            }
        }

        void on(SSLParameters parameters) {
            try {
                setter.invoke(parameters, new String[] {choice});
            } catch (Throwable e) {
                throw new IllegalStateException("TLS parameters: " + choice, e);
            }
        }
    }

    /** What is negotiated of {@code standard}, narrowed to our kind. */
    static SSLParameters narrowed(SSLParameters standard) {
        standard.setProtocols(PROTOCOLS);
        NARROWINGS.forEach(narrowing -> narrowing.on(standard));
        return standard;
    }

    static SSLContext of(DeviceKey key, KeyTrust.Judge judge) {
        try {
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[] {new OneKey(key)}, new TrustManager[] {new KeyTrust(judge)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS 1.3 is missing from this Java runtime", e);
        }
    }
}
