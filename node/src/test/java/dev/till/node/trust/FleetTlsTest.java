package dev.till.node.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engines let through, without sockets. */
class FleetTlsTest {

    @TempDir
    Path homes;

    private TrustStore founder;
    private TrustStore second;
    private FleetTls server;

    @BeforeEach
    void found() throws IOException {
        founder = Homes.open(homes, "founder");
        second = Homes.open(homes, "second");
        founder.replace(Homes.enrolled(founder, second, "second"));
        server = new FleetTls(founder.key(), founder::membership);
    }

    @Test
    void members_knowEachOther() throws Exception {
        var client = new FleetTls(second.key(), founder::membership).clientEngine();
        var accepted = server.serverEngine();

        new Wire(client, accepted).exchange();

        assertThat(server.peer(accepted.getSession())).isEqualTo(second.self());
        assertThat(KeyTrust.peer(client.getSession()).id()).isEqualTo(founder.self());
        assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }

    @Test
    void whoIsAskedForAgain_isNotSentATicketEachTime() throws Exception {
        var client = new FleetTls(second.key(), founder::membership).clientEngine();
        var accepted = server.serverEngine();
        new Wire(client, accepted).exchange();
        server.peer(accepted.getSession());
        sent(accepted);

        server.peer(accepted.getSession());

        // A byte, its type, padding, an authentication tag of 16 and a header of 5. A ticket alone has 100 and more.
        assertThat(sent(accepted)).isLessThan(64);
    }

    /** How many bytes go out for one. */
    private static int sent(SSLEngine engine) throws SSLException {
        var out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        var data = ByteBuffer.wrap(new byte[1]);
        int sent = 0;
        for (int records = 0; data.hasRemaining() && records < 3; records++) {
            out.clear();
            sent += engine.wrap(data, out).bytesProduced();
        }
        return sent;
    }

    @Test
    void client_computesAKeyForOneGroupAlone() throws Exception {
        assumeTrue(Runtime.version().feature() >= 20, "older Java runtimes do not let one choose");
        var client = new FleetTls(second.key(), founder::membership).clientEngine();
        var hello = ByteBuffer.allocate(client.getSession().getPacketBufferSize());

        client.wrap(ByteBuffer.allocate(0), hello);

        // RFC 8446, sections 4.2.7 and 4.2.8: x25519 is the one group supported, and the one with a share, of 32 bytes.
        var hex = HexFormat.of().formatHex(hello.array(), 0, hello.position());
        assertThat(hex).contains("000a00040002001d").contains("003300260024001d0020");
    }

    @Test
    void clientWithoutCertificate_isRefused() throws Exception {
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {new KeyTrust(key -> {})}, null);

        assertRefused(client(context.createSSLEngine()), "Empty client certificate chain");
    }

    @Test
    void clientOfAnOlderTls_isRefused() {
        var engine = TlsContext.of(second.key(), key -> {}).createSSLEngine();
        engine.setEnabledProtocols(new String[] {"TLSv1.2"});

        assertRefused(client(engine), "TLSv1.2");
    }

    @Test
    void revoked_isRefusedByName() throws Exception {
        founder.revoke(second.self());

        assertRefused(client(TlsContext.of(second.key(), key -> {}).createSSLEngine()), "(second) is revoked");
    }

    @Test
    void revokedWhileConnected_isCutAtTheNextByteEitherWay() throws Exception {
        var wire = new Wire(client(TlsContext.of(second.key(), key -> {}).createSSLEngine()), server.serverEngine());
        wire.exchange();

        founder.revoke(second.self());

        assertThatThrownBy(wire::exchange).isInstanceOf(SSLException.class).hasMessageContaining("is revoked");
    }

    @Test
    void renewed_givesUpWhatThisNodeOpenedBefore() throws Exception {
        var wire = new Wire(server.clientEngine(), serverOfTheSecond().serverEngine());
        wire.exchange();

        server.renew(second.self());

        assertThatThrownBy(wire::exchange).isInstanceOf(SSLException.class).hasMessageContaining("out of reach");
        var anew = new Wire(server.clientEngine(), serverOfTheSecond().serverEngine());
        anew.exchange();
        anew.exchange();
    }

    @Test
    void renewed_leavesWhatThePeerOpened() throws Exception {
        var wire = new Wire(serverOfTheSecond().clientEngine(), server.serverEngine());
        wire.exchange();

        server.renew(second.self());

        wire.exchange();
    }

    /** Pekko's TLS stage calls on while it fails, and ends in a stack overflow when that fails again. */
    @Test
    void engineThatHasFailed_isClosed() throws Exception {
        var accepted = server.serverEngine();
        new Wire(client(TlsContext.of(second.key(), key -> {}).createSSLEngine()), accepted).exchange();
        founder.revoke(second.self());
        var some = ByteBuffer.allocate(1);
        var room = ByteBuffer.allocate(1 << 16);

        assertThatThrownBy(() -> accepted.unwrap(some, room)).isInstanceOf(SSLException.class);

        assertThat(accepted.unwrap(some, room).getStatus()).isEqualTo(SSLEngineResult.Status.CLOSED);
        assertThat(accepted.wrap(some, room).getStatus()).isEqualTo(SSLEngineResult.Status.CLOSED);
        assertThat(accepted.isInboundDone()).isTrue();
        assertThat(accepted.isOutboundDone()).isTrue();
    }

    @Test
    void revokedThatResumesItsSession_isCut() throws Exception {
        var shown = new AtomicBoolean();
        var context = TlsContext.of(second.key(), key -> shown.set(true));
        new Wire(client(context.createSSLEngine("founder", 7270)), server.serverEngine()).exchange();
        shown.set(false);
        var resumed = new Wire(client(context.createSSLEngine("founder", 7270)), server.serverEngine());

        founder.revoke(second.self());

        assertThatThrownBy(resumed::exchange).isInstanceOf(SSLException.class).hasMessageContaining("is revoked");
        assertThat(shown)
                .as("no handshake showed the certificate: it was resumed")
                .isFalse();
    }

    private FleetTls serverOfTheSecond() {
        return new FleetTls(second.key(), founder::membership);
    }

    private void assertRefused(SSLEngine client, String words) {
        assertThatThrownBy(() -> new Wire(client, server.serverEngine()).exchange())
                .isInstanceOf(SSLException.class)
                .hasMessageContaining(words);
    }

    private static SSLEngine client(SSLEngine engine) {
        engine.setUseClientMode(true);
        return engine;
    }
}
