package dev.till.node.files;

import dev.till.node.files.round.Records;
import dev.till.node.files.round.Source;
import dev.till.node.message.Assignment;
import dev.till.node.message.Entry;
import dev.till.node.message.FleetCommand;
import dev.till.node.message.Peer;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Page;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Value;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** Asks the node's actors and waits, in threads that may. */
final class ActorRecords implements Records {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAGE = 1024;

    private final ActorRef<RegisterCommand> registers;
    private final ActorRef<FleetCommand> fleet;
    private final Scheduler scheduler;

    ActorRecords(ActorRef<RegisterCommand> registers, ActorRef<FleetCommand> fleet, Scheduler scheduler) {
        this.registers = registers;
        this.fleet = fleet;
        this.scheduler = scheduler;
    }

    /** Where a device says at which port it gives contents. */
    static RegisterKey portOf(DeviceId device) {
        return RegisterKey.of("till/files/" + device, "port");
    }

    @Override
    public List<Entry> page(String prefix, Optional<RegisterKey> after) throws IOException {
        Page page = ask(registers, replyTo -> new RegisterCommand.Scan(prefix, after, PAGE, replyTo));
        return page.entries();
    }

    @Override
    public Entry get(RegisterKey key) throws IOException {
        return ask(registers, replyTo -> new RegisterCommand.Get(key, replyTo));
    }

    @Override
    public List<Entry> get(List<RegisterKey> keys) throws IOException {
        RegisterCommand.Entries entries = ask(registers, replyTo -> new RegisterCommand.GetAll(keys, replyTo));
        return entries.entries();
    }

    @Override
    public void write(List<Assignment> assignments) throws IOException {
        if (assignments.isEmpty()) {
            return;
        }
        Written written = ask(registers, replyTo -> new RegisterCommand.Put(assignments, replyTo));
        if (written instanceof Written.Failed failed) {
            throw new IOException(failed.reason());
        }
    }

    @Override
    public List<Source> sources() throws IOException {
        FleetCommand.PeerList peers = ask(fleet, FleetCommand.Peers::new);
        var sources = new ArrayList<Source>();
        for (Peer peer : peers.peers()) {
            var port = get(portOf(peer.device())).register().value().map(Value::json);
            if (peer.state() == Peer.State.UP && peer.address().isPresent() && port.isPresent()) {
                sources.add(new Source(
                        peer.device(), peer.name(), host(peer.address().get()), port(port.get())));
            }
        }
        return sources;
    }

    private static String host(String address) {
        var host = address.substring(0, address.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(String json) throws IOException {
        try {
            return Integer.parseInt(json);
        } catch (NumberFormatException e) {
            throw new IOException("port: " + json + " (expected: a number)", e);
        }
    }

    private <C, R> R ask(ActorRef<C> actor, Function<ActorRef<R>, C> message) throws IOException {
        return answer(asked(actor, message));
    }

    private <C, R> CompletableFuture<R> asked(ActorRef<C> actor, Function<ActorRef<R>, C> message) {
        return AskPattern.ask(actor, message::apply, PATIENCE, scheduler).toCompletableFuture();
    }

    private static <R> R answer(CompletableFuture<R> asked) throws IOException {
        try {
            return asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the node");
        } catch (ExecutionException e) {
            throw new IOException("the node did not answer: " + e.getCause().getMessage(), e.getCause());
        }
    }
}
