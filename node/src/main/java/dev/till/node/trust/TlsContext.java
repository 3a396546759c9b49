package dev.till.node.trust;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Makes TLS of our one kind: version 1.3 alone, one Ed25519 key on our side, a judge of keys for the other. */
final class TlsContext {
    static final String[] PROTOCOLS = {"TLSv1.3"};

    private TlsContext() {}

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
