package dev.till.node.trust;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import org.apache.pekko.remote.artery.tcp.SSLEngineProviderSetup;
import scala.Option;

/**
 * Gives Pekko's remoting our TLS. An actor system is made with {@link #setup} among its setups and {@link #config} over
 * its settings; with one and not the other it does not start, so there is no way to plaintext.
 */
public final class ArteryTls implements SSLEngineProvider {
    private final FleetTls tls;

    private ArteryTls(FleetTls tls) {
        this.tls = tls;
    }

    /** Goes into the {@code ActorSystemSetup} of a system with remoting. */
    public static SSLEngineProviderSetup setup(FleetTls tls) {
        return SSLEngineProviderSetup.create(system -> new ArteryTls(tls));
    }

    /** The settings that {@link #setup} needs: TLS over TCP, and no key stores to fall back to. */
    public static Config config() {
        return ConfigFactory.parseResources(ArteryTls.class, "artery-tls.conf");
    }

    @Override
    public SSLEngine createServerSSLEngine(String hostname, int port) {
        return tls.serverEngine();
    }

    @Override
    public SSLEngine createClientSSLEngine(String hostname, int port) {
        return tls.clientEngine();
    }

    @Override
    public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
        return verify(session);
    }

    @Override
    public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
        return verify(session);
    }

    private Option<Throwable> verify(SSLSession session) {
        try {
            tls.peer(session);
            return Option.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Option.apply(e);
        }
    }
}
