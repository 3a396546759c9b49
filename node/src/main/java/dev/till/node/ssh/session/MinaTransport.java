package dev.till.node.ssh.session;

import dev.till.node.message.SshFault;
import dev.till.node.message.SshTarget;
import dev.till.node.ssh.home.HostKeys;
import dev.till.node.ssh.home.SshHome;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections by Apache MINA SSHD: one client for all hosts, started with the first of them, so that a node that reaches for
 * nobody has loaded none of it. Of the user's own {@code ~/.ssh} nothing is read.
 */
public final class MinaTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(MinaTransport.class);
    private static final int MISSED = 3;
    private static final List<NamedFactory<Cipher>> CIPHERS = List.of(
            BuiltinCiphers.aes128gcm,
            BuiltinCiphers.aes256gcm,
            BuiltinCiphers.aes128ctr,
            BuiltinCiphers.aes256ctr,
            BuiltinCiphers.cc20p1305_openssh);

    private final SshHome home;
    private final HostKeys hostKeys;
    private final SshSettings settings;
    private final Executor blocking;
    private SshClient client;
    private boolean closed;

    /** {@code blocking} runs what waits for disks and name servers. */
    public MinaTransport(SshHome home, SshSettings settings, Executor blocking) {
        this.home = home;
        this.settings = settings;
        this.blocking = blocking;
        hostKeys = new HostKeys(home);
    }

    @Override
    public CompletionStage<SshLink> connect(SshTarget target, int attempt) {
        var result = new CompletableFuture<SshLink>();
        blocking.execute(() -> dial(target, attempt, result));
        return result;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            var stopping = new Thread(client::stop, "till-ssh-stop");
            stopping.setDaemon(true);
            stopping.start();
        }
    }

    private void dial(SshTarget target, int attempt, CompletableFuture<SshLink> result) {
        try {
            var addresses = InetAddress.getAllByName(target.address().value());
            var place = new InetSocketAddress(
                    addresses[attempt % addresses.length], target.port().value());
            var call = new MinaCall(target, place, keys(), hostKeys, settings, blocking);
            var connecting = started().connect(target.user().value(), place, MinaCall.context(call), null);
            connecting.addListener(call::connected);
            call.end(connecting, result);
        } catch (UnknownHostException e) {
            result.completeExceptionally(
                    new Unreached(SshFault.NAME, "no address is known for " + target.address() + " on this machine"));
        } catch (Unreached e) {
            result.completeExceptionally(e);
        } catch (IOException | RuntimeException e) {
            LOG.debug("Cannot dial {}", target, e);
            result.completeExceptionally(new Unreached(SshFault.LOCAL, "cannot dial: " + e.getMessage()));
        }
    }

    /** The key, and the one before it while some hosts admit no other. */
    private List<KeyPair> keys() throws Unreached {
        var keys = new ArrayList<KeyPair>();
        for (Path file : List.of(home.key(), home.oldKey())) {
            if (keys.isEmpty() || Files.exists(file)) {
                keys.add(key(file));
            }
        }
        return keys;
    }

    private static KeyPair key(Path file) throws Unreached {
        try (InputStream in = Files.newInputStream(file)) {
            for (KeyPair pair : SecurityUtils.loadKeyPairIdentities(null, new PathResource(file), in, null)) {
                return pair;
            }
            throw new IOException("it holds no key");
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new Unreached(
                    SshFault.LOCAL,
                    "the key " + file + " cannot be used: " + e.getMessage()
                            + " (expected: a key without a passphrase, as `till host init` makes it)");
        }
    }

    private synchronized SshClient started() throws IOException {
        if (closed) {
            throw new IOException("the node is going down");
        }
        if (client == null) {
            client = made();
            client.start();
        }
        return client;
    }

    private SshClient made() {
        var made = SshClient.setUpDefaultClient();
        made.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        made.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        made.setFilePasswordProvider(FilePasswordProvider.EMPTY);
        made.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        made.setServerKeyVerifier(MinaCall::verify);
        made.addSessionListener(MinaCall.PREFERENCE);
        // In plain Java the key exchange with sntrup761 takes longer than all the rest of a connection.
        made.setKeyExchangeFactories(ClientBuilder.setUpDefaultKeyExchanges(true).stream()
                .filter(exchange -> !exchange.getName().startsWith("sntrup"))
                .toList());
        // The JVM has instructions for AES, and none for ChaCha20 before 20.
        made.setCipherFactories(CIPHERS);
        limit(made);
        return made;
    }

    private void limit(SshClient made) {
        CoreModuleProperties.WINDOW_SIZE.set(made, (long) settings.window());
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(made, settings.keepAlive());
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(made, MISSED);
        CoreModuleProperties.AUTH_TIMEOUT.set(made, settings.connectFor());
        // A command may be silent for as long as it likes: that the host is there is asked by the heartbeat.
        CoreModuleProperties.IDLE_TIMEOUT.set(made, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(made, Duration.ZERO);
    }
}
