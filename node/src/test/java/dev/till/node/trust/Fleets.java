package dev.till.node.trust;

import dev.till.protocol.id.DeviceName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Fleets whose devices know each other from the start. */
public final class Fleets {
    private Fleets() {}

    /** The stores of as many homes, the first of which founded the fleet and enrolled the others. */
    public static List<TrustStore> of(Path homes, InstantSource wall, List<String> names) throws IOException {
        var stores = new ArrayList<TrustStore>();
        for (String name : names) {
            var home = homes.resolve(name);
            stores.add(TrustStore.open(home, DeviceKey.ofHome(home), new DeviceName(name), wall));
        }
        var founder = stores.get(0);
        for (TrustStore store : stores.subList(1, stores.size())) {
            var name = store.name();
            founder.replace(
                    founder.list().enrol(founder.key().signing(), store.key().publicKey(), name, true, wall.instant()));
        }
        for (TrustStore store : stores.subList(1, stores.size())) {
            store.adopt(founder.list());
        }
        return stores;
    }
}
