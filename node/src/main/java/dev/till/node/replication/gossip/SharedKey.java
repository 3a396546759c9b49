package dev.till.node.replication.gossip;

import dev.till.protocol.register.Lattice;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.cluster.ddata.Key;

/** Where in Distributed Data a lattice of ours is kept. Such a key is never deleted: it could not come back. */
final class SharedKey<L extends Lattice<L>> extends Key<Shared<L>> {
    private static final String HOT_PREFIX = "till-hot-";

    /** Where the heads of all devices are. */
    static final SharedKey<Heads> HEADS = new SharedKey<>("till-heads");

    /** Where the shards of the hot datagrams are. */
    static final List<SharedKey<HotShard>> HOT = IntStream.range(0, HotShard.COUNT)
            .mapToObj(index -> new SharedKey<HotShard>(HOT_PREFIX + index))
            .toList();

    private SharedKey(String id) {
        super(id);
    }

    /** Which shard is under the key with this id. */
    static int indexOf(String hotId) {
        return Integer.parseInt(hotId.substring(HOT_PREFIX.length()));
    }
}
