package dev.till.node.hub;

import dev.till.federation.hub.DamagedException;
import dev.till.federation.hub.HubVault;
import dev.till.federation.hub.StoreException;
import dev.till.node.message.FederationReply;
import dev.till.node.message.FederationReply.Done;
import dev.till.node.message.HubCommand;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Does what is asked of the hub. It blocks. */
final class HubWork {
    private final HubDesk desk;

    HubWork(HubDesk desk) {
        this.desk = desk;
    }

    FederationReply perform(HubCommand what, Optional<String> lastError)
            throws HubRefusal, StoreException, DamagedException, IOException {
        if (what instanceof HubCommand.Describe describe) {
            return new Done(new Standing(desk).json(describe.showKey(), lastError));
        }
        if (what instanceof HubCommand.Push push) {
            learn(push.key());
            var json = new JsonWriter().open('{');
            new Push(desk, desk.openOrBegin()).run().describe(json);
            return new Done(json.close('}').toString());
        }
        if (what instanceof HubCommand.Restore restore) {
            learn(restore.key());
            var json = new JsonWriter().open('{');
            new Pull(desk, desk.open()).run().describe(json);
            return new Done(json.close('}').toString());
        }
        if (what instanceof HubCommand.Consolidate) {
            return new Done(new Consolidation(desk, desk.open()).run().json());
        }
        if (what instanceof HubCommand.Verify) {
            return new Done(new Verification(desk, desk.open()).run().json());
        }
        return what instanceof HubCommand.Forget forget
                ? new Done(new Forgetting(desk, desk.open()).run(forget.device()))
                : round();
    }

    private void learn(Optional<String> key) throws HubRefusal, StoreException, DamagedException, IOException {
        if (key.isPresent()) {
            desk.learn(key.get());
        }
    }

    /** First what is safe nowhere else. */
    private FederationReply round() throws HubRefusal, StoreException, DamagedException, IOException {
        tellJournal();
        var vault = desk.openOrBegin();
        var pushed = new Push(desk, vault).run();
        var json = new JsonWriter().open('{');
        pushed.describe(json);
        var pulled = new Pull(desk, vault).run();
        json.open("fetched", '{');
        pulled.describe(json);
        json.close('}');
        if (isTime(vault)) {
            json.raw("consolidated", consolidated(vault));
        }
        return new Done(json.close('}').toString());
    }

    /** After a start the journal does not know what the hub has, and the hub may be out of reach. */
    private void tellJournal() throws IOException {
        long shipped = desk.state().shipped();
        if (shipped <= desk.node().journal().revision()) {
            desk.node().shipped(shipped);
        }
    }

    private boolean isTime(HubVault vault) throws StoreException, DamagedException {
        var every = desk.tools().rules().consolidate();
        if (every.isZero()) {
            return false;
        }
        // More often would never let a checkpoint become as old as it must be before anything is removed.
        Duration least = every.compareTo(desk.tools().rules().grace()) > 0
                ? every
                : desk.tools().rules().grace();
        var found = vault.checkpoint();
        return desk.state().gap() || found.isEmpty() || found.get().age().compareTo(least) >= 0;
    }

    /** Another device may be at it: then it need not be us. */
    private String consolidated(HubVault vault) throws StoreException, DamagedException, IOException {
        try {
            return new Consolidation(desk, vault).run().json();
        } catch (HubRefusal e) {
            return JsonWriter.quoted(e.getMessage());
        }
    }
}
