package dev.till.node.hub;

import dev.till.federation.hub.DamagedException;
import dev.till.federation.hub.HubNames;
import dev.till.federation.hub.HubVault;
import dev.till.federation.hub.Manifest;
import dev.till.federation.hub.ObjectKey;
import dev.till.federation.hub.StoreException;
import dev.till.node.message.FederationReply.Why;
import dev.till.node.message.SealedSegments.Sealed;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.time.DotSet;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the segments of this device's journal to the hub, oldest first. A segment counts as there when the manifest names
 * it, and only then may the journal let it go.
 */
final class Push {
    private static final Logger LOG = LoggerFactory.getLogger(Push.class);
    private static final int ATTEMPTS = 5;

    private final HubDesk desk;
    private final HubVault vault;
    private Manifest manifest;
    private Optional<String> version = Optional.empty();
    private int segments;
    private long bytes;

    Push(HubDesk desk, HubVault vault) {
        this.desk = desk;
        this.vault = vault;
        manifest = Manifest.empty(desk.tools().self());
    }

    /** Everything that is durable now. */
    Push run() throws HubRefusal, StoreException, IOException {
        var now = desk.tools().clock().instant();
        var journal = desk.node().seal();
        if (desk.state().shipped() > journal.revision()) {
            // This home has been set back: what is known of it is of another life.
            desk.keep(HubState.of(desk.state().address()).withToken(desk.state().token()));
        }
        look();
        List<Sealed> sealed = desk.tools().segments().list();
        noticeGap(sealed.isEmpty() ? journal.revision() + 1 : sealed.get(0).first());
        for (Sealed segment : sealed) {
            if (segment.last() > desk.state().shipped()) {
                ship(segment);
            }
        }
        tidy();
        desk.keep(desk.state().withAllShipped(now));
        desk.node().shipped(desk.state().shipped());
        return this;
    }

    /** What was done, as members of a JSON object. */
    void describe(JsonWriter json) {
        json.number("segments", segments).number("bytes", bytes);
        json.flag("gap", desk.state().gap());
    }

    int segments() {
        return segments;
    }

    long bytes() {
        return bytes;
    }

    /** What the manifest says. One that cannot be read is written anew, from all that is still here. */
    private void look() throws StoreException, IOException {
        var self = desk.tools().self();
        try {
            var found = vault.manifest(self);
            manifest = found.map(HubVault.Found::value).orElseGet(() -> Manifest.empty(self));
            version = found.map(HubVault.Found::version);
        } catch (DamagedException e) {
            LOG.warn("The manifest of this device in the hub is made anew: {}", e.getMessage());
            manifest = Manifest.empty(self);
            version = vault.version(HubNames.manifest(self));
            desk.keep(desk.state().withShipped(0).withGap(true));
        }
    }

    private void noticeGap(long oldest) throws IOException {
        if (oldest > desk.state().shipped() + 1) {
            desk.keep(desk.state().withGap(true));
        }
    }

    private void ship(Sealed segment) throws HubRefusal, StoreException, IOException {
        try (var log = OpenLog.in(vault, desk.tools().directory())) {
            var contents = desk.tools().segments().read(segment.file(), segment.length(), log::add);
            var self = desk.tools().self();
            var stored =
                    vault.put(segment.file(), mark -> HubNames.segment(self, segment.first(), segment.last(), mark));
            var entry = new Manifest.Segment(
                    stored.key(),
                    segment.first(),
                    segment.last(),
                    stored.bytes(),
                    stored.sha256(),
                    contents.before(),
                    contents.dots(),
                    contents.covers());
            log.putBeside(stored.key());
            rewrite(any -> any.with(entry));
            segments++;
            bytes += stored.bytes();
        } catch (NoSuchFileException gone) {
            // Removed since it was listed: too much was waiting.
            desk.keep(desk.state().withGap(true));
        }
        desk.keep(desk.state().withShipped(segment.last()));
        desk.node().shipped(segment.last());
    }

    /** Names what a consolidation has removed no longer. */
    private void tidy() throws HubRefusal, StoreException, IOException {
        var covers = covered();
        if (covers.isEmpty()) {
            return;
        }
        var there = new HashSet<ObjectKey>(
                desk.store().list(HubNames.DEVICES + desk.tools().self() + "/"));
        Predicate<Manifest.Segment> over = segment -> segment.isCoveredBy(covers) && !there.contains(segment.key());
        if (manifest.segments().stream().anyMatch(over)) {
            rewrite(any -> any.without(over));
        }
    }

    private DotSet covered() throws StoreException {
        try {
            return vault.checkpoint()
                    .map(found -> found.value().snapshot().covers())
                    .orElse(DotSet.EMPTY);
        } catch (DamagedException e) {
            LOG.warn("The checkpoint of the hub cannot be read: {}", e.getMessage());
            return DotSet.EMPTY;
        }
    }

    /** Another node under this device's key, such as a clone, may write here too: what it has named stays. */
    private void rewrite(UnaryOperator<Manifest> change) throws HubRefusal, StoreException, IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            boolean written = vault.write(change.apply(manifest), version);
            look();
            if (written) {
                return;
            }
        }
        throw new HubRefusal(
                Why.CONFLICT,
                "another node writes to the hub as this device, again and again; see `till status` for clones");
    }
}
