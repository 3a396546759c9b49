package dev.till.node.api;

import dev.till.node.message.SshCommand;
import dev.till.node.message.SshCommand.Reply;
import dev.till.node.message.SshTarget;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.node.ssh.home.SshHome;
import dev.till.node.ssh.key.RestrictedKey;
import dev.till.node.ssh.sync.HostSync;
import dev.till.protocol.host.HostFacts;
import dev.till.protocol.host.HostName;
import dev.till.protocol.host.HostsDocument;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/** Requests about the SSH key, and what the real {@code ssh} needs to reach hosts. */
final class SshOperations {
    /** What a key may do that may not do everything: ask what is there, and let the till there sync. */
    private static final List<String> RESTRICTED = List.of(HostFacts.QUESTION, HostSync.plainLine());

    private final Actors actors;

    SshOperations(Actors actors) {
        this.actors = actors;
    }

    /** Makes what is missing below {@code ssh/}. */
    String init(Exchange unused) throws Refusal {
        return described(ask(SshCommand.Init::new));
    }

    /** The key; with {@code restrict} as a line by which it may only be used to look after the host. */
    String key(Exchange exchange) throws Refusal {
        var key = (Reply.Key) ask(SshCommand.ShowKey::new);
        return described(
                key, exchange.request().flag("restrict") ? RestrictedKey.line(key.line(), RESTRICTED) : key.line());
    }

    /** Refuses when there is no key. */
    void requireKey() throws Refusal {
        var unused = ask(SshCommand.ShowKey::new);
    }

    /** What the real {@code ssh} has to be told to reach a host. */
    String way(Exchange exchange) throws Refusal, IOException {
        var name = new HostName(exchange.request().text("name"));
        var hosts = new HostReader(actors).read();
        var host = hosts.host(name)
                .filter(known -> !known.isRemoved())
                .orElseThrow(() -> new Refusal(Reason.ABSENT, "no such host: " + name + " (see `till host list`)"));
        if (SshTarget.of(host).isEmpty()) {
            throw new Refusal(Reason.CONFLICT, host.name() + ": " + HostJobs.INCOMPLETE);
        }
        var key = configured(hosts);
        return new JsonWriter()
                .open('{')
                .text("config", key.config().toString())
                .text("alias", SshHome.ALIAS + host.name())
                .close('}')
                .toString();
    }

    /** Lets the real {@code ssh} find these hosts. */
    Reply.Key configured(HostsDocument hosts) throws Refusal {
        var all = List.copyOf(hosts.hosts().values());
        return (Reply.Key) ask(replyTo -> new SshCommand.Configure(all, replyTo));
    }

    /** Asks; a refusal becomes one of ours. */
    Reply ask(Function<ActorRef<Reply>, SshCommand> question) throws Refusal {
        var reply = actors.get(actors.parts().ssh(), question);
        if (reply instanceof Reply.Refused refused) {
            throw new Refusal(refused.absent() ? Reason.ABSENT : Reason.FAILED, refused.message());
        }
        return reply;
    }

    private static String described(Reply reply) {
        var key = (Reply.Key) reply;
        return described(key, key.line());
    }

    private static String described(Reply.Key key, String line) {
        return new JsonWriter(512)
                .open('{')
                .text("key", line)
                .text("fingerprint", key.fingerprint())
                .text("file", key.file().toString())
                .text("config", key.config().toString())
                .text("known_hosts", key.knownHosts().toString())
                .flag("made", key.made())
                .close('}')
                .toString();
    }
}
