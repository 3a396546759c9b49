package dev.till.node.hub;

import dev.till.federation.file.OwnersFile;
import dev.till.federation.hub.DamagedException;
import dev.till.federation.hub.Envelope;
import dev.till.federation.hub.HubFormat;
import dev.till.federation.hub.HubLock;
import dev.till.federation.hub.HubVault;
import dev.till.federation.hub.ObjectStore;
import dev.till.federation.hub.RecoveryKey;
import dev.till.federation.hub.StoreException;
import dev.till.node.message.FederationReply.Why;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;

/** What one job at the hub has before it: the store, the key, and how far this device has come. For one thread. */
final class HubDesk {
    private static final String GIVE_KEY =
            " Have a device that has it print it, with `till hub status --show-key`, and give it"
                    + " to this one: `till hub push --recovery-key FILE`, or - for stdin";

    private final HubTools tools;
    private final NodeAccess node;
    private final ObjectStore store;
    private final String address;
    private final OwnersFile keyFile;
    private final OwnersFile stateFile;
    private final SecureRandom random = new SecureRandom();
    private HubState state;

    HubDesk(HubTools tools, NodeAccess node, ObjectStore store) throws IOException {
        this.tools = tools;
        this.node = node;
        this.store = store;
        address = tools.place().orElseThrow().address();
        OwnersFile.createDirectory(tools.directory());
        keyFile = keyFile(tools);
        stateFile = new OwnersFile(tools.directory().resolve("state.json"));
        state = HubState.read(stateFile, address);
    }

    static OwnersFile keyFile(HubTools tools) {
        return new OwnersFile(tools.directory().resolve("recovery.key"));
    }

    HubTools tools() {
        return tools;
    }

    NodeAccess node() {
        return node;
    }

    ObjectStore store() {
        return store;
    }

    SecureRandom random() {
        return random;
    }

    HubState state() {
        return state;
    }

    void keep(HubState next) throws IOException {
        if (!next.equals(state)) {
            next.write(stateFile);
            state = next;
        }
    }

    HubLock lock(HubVault vault) {
        return new HubLock(store, vault.envelope(), tools.self(), random);
    }

    /** Takes the key of the hub from a person. */
    void learn(String text) throws HubRefusal, IOException, StoreException, DamagedException {
        RecoveryKey key;
        try {
            key = RecoveryKey.parse(text);
        } catch (IllegalArgumentException e) {
            throw new HubRefusal(Why.USAGE, e.getMessage());
        }
        var format = HubFormat.read(store);
        if (format.isPresent() && !format.get().fingerprint().equals(Optional.of(key.fingerprint()))) {
            throw new HubRefusal(Why.FORBIDDEN, "that is not the key of " + address);
        }
        if (format.isEmpty() && key(keyFile).filter(known -> !known.equals(key)).isPresent()) {
            throw new HubRefusal(
                    Why.CONFLICT,
                    "nothing is in " + address
                            + " yet, and this device has another key, which may be that of another hub"
                            + " (expected: the key of this device, or none; move hub/recovery.key of the home away)");
        }
        keyFile.replace(key.text() + "\n");
    }

    /** The hub as it is; refuses when nothing is there. */
    HubVault open() throws HubRefusal, StoreException, DamagedException, IOException {
        var format = HubFormat.read(store);
        if (format.isEmpty()) {
            throw new HubRefusal(Why.ABSENT, "nothing is in " + address + " yet; `till hub push` makes a beginning");
        }
        return new HubVault(store, envelope(format.get()), tools.directory());
    }

    /** The hub, which is begun if nothing is there. */
    HubVault openOrBegin() throws HubRefusal, StoreException, DamagedException, IOException {
        if (HubFormat.read(store).isEmpty()) {
            var known = key(keyFile);
            var mine = known.or(
                    () -> tools.rules().plain() ? Optional.empty() : Optional.of(RecoveryKey.generate(random)));
            boolean made = known.isEmpty() && mine.isPresent();
            if (made) {
                // On disk before anything is sealed with it.
                keyFile.replace(mine.get().text() + "\n");
            }
            var fingerprint = tools.rules().plain() ? Optional.<String>empty() : mine.map(RecoveryKey::fingerprint);
            if (!new HubFormat(fingerprint).write(store) && made) {
                keyFile.delete();
            }
        }
        return open();
    }

    static Optional<RecoveryKey> key(OwnersFile file) throws IOException, HubRefusal {
        var text = file.read();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (file.isOpenToOthers()) {
            throw new HubRefusal(
                    Why.FAILED,
                    "hub/recovery.key of the home is open to others (expected: mode 0600; run chmod 600 on it)");
        }
        try {
            return Optional.of(RecoveryKey.parse(text.get()));
        } catch (IllegalArgumentException e) {
            throw new HubRefusal(Why.FAILED, "hub/recovery.key of the home: " + e.getMessage());
        }
    }

    private Envelope envelope(HubFormat format) throws HubRefusal, IOException {
        if (format.fingerprint().isEmpty() != tools.rules().plain()) {
            throw new HubRefusal(
                    Why.CONFLICT,
                    tools.rules().plain()
                            ? address + " is sealed, and hub-plain is true here (expected: the same on all devices;"
                                    + " for an open hub take another prefix)"
                            : address
                                    + " is open to all who can read the bucket, and hub-plain is false here (expected: the"
                                    + " same on all devices; for a sealed hub take another prefix)");
        }
        if (tools.rules().plain()) {
            return Envelope.plain();
        }
        var key = key(keyFile)
                .orElseThrow(() -> new HubRefusal(
                        Why.FORBIDDEN, address + " is sealed with a key that this device does not have." + GIVE_KEY));
        if (!format.fingerprint().equals(Optional.of(key.fingerprint()))) {
            throw new HubRefusal(
                    Why.FORBIDDEN, address + " is sealed with another key than the one of this device." + GIVE_KEY);
        }
        return Envelope.sealed(key);
    }
}
