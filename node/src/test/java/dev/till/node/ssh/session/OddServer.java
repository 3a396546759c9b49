package dev.till.node.ssh.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;

/** A server that admits everybody, and takes its time wherever it is told to. What it runs, it only writes down. */
final class OddServer implements AutoCloseable {
    private final SshServer server = SshServer.setUpDefaultServer();

    /** Nobody is admitted before this. */
    final CompletableFuture<Void> admits = new CompletableFuture<>();

    /** No command is begun before this. */
    final CompletableFuture<Void> opens = new CompletableFuture<>();

    /** Who asked to be admitted. */
    final Queue<String> callers = new ConcurrentLinkedQueue<>();

    /** Channels that were asked for. */
    final Queue<Long> asked = new ConcurrentLinkedQueue<>();

    /** Commands that were begun. */
    final Queue<String> begun = new ConcurrentLinkedQueue<>();

    /** Commands that were ended by the other end. */
    final Queue<String> ended = new ConcurrentLinkedQueue<>();

    /** Signals that the other end asked for. */
    final Queue<String> signals = new ConcurrentLinkedQueue<>();

    private volatile int room = Integer.MAX_VALUE;

    private OddServer() {
        var keys = new SimpleGeneratorHostKeyProvider();
        keys.setAlgorithm("EC");
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(keys);
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        server.setPublickeyAuthenticator((user, key, session) -> {
            callers.add(user);
            admits.join();
            return true;
        });
        server.setChannelFactories(List.of(new ChannelSessionFactory() {
            @Override
            public Channel createChannel(Session session) {
                return new SlowChannel();
            }
        }));
        server.setCommandFactory((channel, line) -> new Endless(line));
    }

    static OddServer start() throws IOException {
        var odd = new OddServer();
        odd.server.start();
        return odd;
    }

    /** As by {@code MaxSessions 1}. */
    void admitOneCommand() {
        room = 1;
    }

    int port() {
        return server.getPort();
    }

    int sessions() {
        return server.getActiveSessions().size();
    }

    @Override
    public void close() throws IOException {
        admits.complete(null);
        opens.complete(null);
        server.stop(true);
    }

    private final class SlowChannel extends ChannelSession {
        @Override
        public OpenFuture open(long recipient, long rwSize, long packetSize, Buffer buffer) {
            asked.add(recipient);
            var later = new DefaultOpenFuture(this, this);
            if (asked.size() > room) {
                later.setException(new SshChannelOpenException(
                        recipient, SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, "no room"));
                return later;
            }
            var unused = opens.thenRun(
                    () -> super.open(recipient, rwSize, packetSize, buffer).addListener(done -> later.setOpened()));
            return later;
        }
    }

    /** Runs until it is ended, unless it is to end another. */
    private final class Endless implements Command {
        private static final Pattern WORD = Pattern.compile("till-[0-9a-f]{16}");

        private final String line;
        private ExitCallback exit;

        Endless(String line) {
            this.line = line;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            environment.addSignalListener((at, signal) -> signals.add(signal.name()));
            begun.add(line);
            if (line.startsWith("kill ")) {
                exit.onExit(0);
            }
        }

        @Override
        public void destroy(ChannelSession channel) {
            ended.add(line);
        }

        /** The process group, as a shell would say it. */
        @Override
        public void setErrorStream(OutputStream err) {
            var word = WORD.matcher(line);
            if (word.find()) {
                print(err, word.group() + " 4242 /bin/none\n");
            }
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }

        @Override
        public void setInputStream(InputStream in) {}

        @Override
        public void setOutputStream(OutputStream out) {
            print(out, "begun\n");
        }

        private static void print(OutputStream to, String text) {
            try {
                to.write(text.getBytes(StandardCharsets.US_ASCII));
                to.flush();
            } catch (IOException gone) {
                // Nobody reads it.
            }
        }
    }
}
