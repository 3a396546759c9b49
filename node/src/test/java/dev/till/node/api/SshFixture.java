package dev.till.node.api;

import dev.till.node.message.JournalCommand;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.SshCommand;
import dev.till.node.ssh.Ssh;
import dev.till.node.ssh.home.SshHome;
import dev.till.node.ssh.session.MinaTransport;
import dev.till.node.ssh.session.SshSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** What reaches hosts from a node in memory: the real thing, which only waits less between attempts. */
final class SshFixture {
    private static final SshSettings SETTINGS = new SshSettings(
            Duration.ofSeconds(3),
            3,
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofMinutes(10),
            Duration.ofSeconds(60),
            8,
            64,
            128 << 10);

    private SshFixture() {}

    @SuppressWarnings("unchecked")
    static ActorRef<SshCommand> spawn(
            ActorContext<Object> context, Path home, Duration checkEvery, InstantSource clock) {
        var blocking = DispatcherSelector.blocking();
        var files = SshHome.of(home);
        var node = (ActorRef<?>) context.getSelf();
        var tools = new Ssh.Tools(
                files,
                "till-m4",
                (ActorRef<JournalCommand>) node,
                (ActorRef<RegisterCommand>) node,
                new MinaTransport(
                        files, SETTINGS, context.getSystem().dispatchers().lookup(blocking)),
                SETTINGS,
                checkEvery,
                clock);
        return context.spawn(Ssh.create(tools), "ssh", blocking);
    }
}
