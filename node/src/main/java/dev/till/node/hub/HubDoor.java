package dev.till.node.hub;

import dev.till.federation.hub.ContentVault;
import dev.till.federation.hub.DamagedException;
import dev.till.federation.hub.ObjectStore;
import dev.till.federation.hub.StoreException;
import dev.till.node.message.FederationReply.Why;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.apache.pekko.actor.typed.Scheduler;

/** Lets folders into the hub, with the key that this device has. Blocks; may be used by several threads. */
public final class HubDoor implements Closeable {
    private final HubTools tools;
    private final Scheduler scheduler;
    private Optional<ObjectStore> store = Optional.empty();
    private Optional<ContentVault> vault = Optional.empty();

    public HubDoor(HubTools tools, Scheduler scheduler) {
        this.tools = tools;
        this.scheduler = scheduler;
    }

    /** The contents in the hub; empty without a hub, and while nothing is in it. Throws when this device may not use it. */
    public synchronized Optional<ContentVault> open() throws IOException {
        if (tools.place().isEmpty() || vault.isPresent()) {
            return vault;
        }
        try {
            if (store.isEmpty()) {
                store = Optional.of(tools.place().get().opening().open());
            }
            var opened = new HubDesk(tools, new NodeAccess(tools, scheduler), store.get()).open();
            vault = Optional.of(new ContentVault(opened.store(), opened.envelope()));
            return vault;
        } catch (HubRefusal e) {
            if (e.why() == Why.ABSENT) {
                return Optional.empty();
            }
            throw new IOException("the hub: " + e.getMessage(), e);
        } catch (StoreException | DamagedException e) {
            throw new IOException("the hub: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (store.isPresent() && store.get() instanceof AutoCloseable open) {
            try {
                open.close();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
        store = Optional.empty();
        vault = Optional.empty();
    }
}
