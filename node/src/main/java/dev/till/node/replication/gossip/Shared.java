package dev.till.node.replication.gossip;

import dev.till.protocol.register.Lattice;
import java.util.Optional;
import org.apache.pekko.cluster.ddata.AbstractDeltaReplicatedData;
import org.apache.pekko.cluster.ddata.DeltaReplicatedData;
import org.apache.pekko.cluster.ddata.ReplicatedDelta;

/**
 * A lattice of ours as Distributed Data takes it. A delta is a small value of the same lattice, so deltas may be lost,
 * doubled and reordered, and no delivery order is asked for.
 *
 * @param <L> the lattice
 */
public final class Shared<L extends Lattice<L>> extends AbstractDeltaReplicatedData<Shared<L>, Shared<L>>
        implements ReplicatedDelta {
    private final L value;
    private final Optional<L> delta;

    private Shared(L value, Optional<L> delta) {
        this.value = value;
        this.delta = delta;
    }

    /** Shares {@code value}. */
    public static <L extends Lattice<L>> Shared<L> of(L value) {
        return new Shared<>(value, Optional.empty());
    }

    /** What is shared. */
    public L value() {
        return value;
    }

    /** This, with {@code change} merged in and remembered as what to tell others. */
    public Shared<L> with(L change) {
        return new Shared<>(
                value.merge(change), Optional.of(delta.map(change::merge).orElse(change)));
    }

    @Override
    public Shared<L> mergeData(Shared<L> that) {
        // Under one key a peer may send anything; the replicator logs this exception and goes on.
        if (!value.getClass().equals(that.value.getClass())) {
            throw new IllegalArgumentException(
                    "shared: a " + that.value.getClass().getSimpleName() + " (expected: a "
                            + value.getClass().getSimpleName() + ")");
        }
        return of(value.merge(that.value));
    }

    @Override
    public Shared<L> mergeDeltaData(Shared<L> that) {
        return mergeData(that);
    }

    @Override
    public Optional<Shared<L>> deltaData() {
        return delta.map(Shared::of);
    }

    @Override
    public Shared<L> resetDelta() {
        return of(value);
    }

    /** Merging is idempotent, so a delta itself serves as what it is merged into where nothing is known yet. */
    @Override
    public DeltaReplicatedData zero() {
        return of(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shared<?> that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "Shared " + value;
    }
}
