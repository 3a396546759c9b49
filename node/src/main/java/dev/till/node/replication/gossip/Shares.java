package dev.till.node.replication.gossip;

import dev.till.protocol.register.Lattice;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;
import org.apache.pekko.cluster.ddata.typed.javadsl.ReplicatorMessageAdapter;

/**
 * One actor's access to one lattice type in Distributed Data.
 *
 * @param <C> what the actor understands
 * @param <L> the lattice
 */
final class Shares<C, L extends Lattice<L>> {
    private final ActorRef<Replicator.Command> replicator;
    private final ActorRef<Replicator.UpdateResponse<Shared<L>>> nobody;
    private final ReplicatorMessageAdapter<C, Shared<L>> adapter;

    Shares(ActorContext<C> context, Duration patience) {
        replicator = DistributedData.get(context.getSystem()).replicator();
        nobody = context.getSystem().ignoreRef();
        adapter = new ReplicatorMessageAdapter<>(context, replicator, patience);
    }

    /** Tells the actor what is under each of {@code keys}, now and whenever it changes: the key's id and the value. */
    void follow(List<SharedKey<L>> keys, BiFunction<String, L, C> seen) {
        // An actor has one adapter for all responses, so this one must do for every key.
        keys.forEach(key ->
                adapter.subscribe(key, response -> seen.apply(response.key().id(), value(response))));
    }

    private static <L extends Lattice<L>> L value(Replicator.SubscribeResponse<Shared<L>> response) {
        if (response instanceof Replicator.Changed<Shared<L>> changed) {
            return changed.get(changed.key()).value();
        }
        throw new IllegalStateException("key: " + response.key().id() + " was deleted (expected: never)");
    }

    /** Merges {@code change} into what is under {@code key}; told to others at the next gossip. */
    void merge(SharedKey<L> key, L change) {
        // Local, so it is always answered, and by success: nothing to wait for.
        replicator.tell(new Replicator.Update<>(
                key, Shared.of(change), Replicator.writeLocal(), nobody, shared -> shared.with(change)));
    }
}
