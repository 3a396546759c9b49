package dev.till.node;

import dev.till.node.journal.HomeLock;
import dev.till.node.journal.Journal;
import dev.till.node.journal.JournalSettings;
import dev.till.node.journal.OpenJournal;
import dev.till.node.journal.SegmentFile;
import dev.till.node.message.HistoryCommand;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.SealedSegments;
import dev.till.node.register.CatchUp;
import dev.till.node.register.OpenRegisters;
import dev.till.node.register.RegisterSettings;
import dev.till.node.register.Registers;
import dev.till.node.store.SqliteStore;
import dev.till.node.store.StoreUnusableException;
import dev.till.protocol.id.DeviceId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node keeps on disk, opened in the right order: the lock of the home, the store, the journal beyond it, and the
 * registers made of both.
 *
 * <p>Close it after the actors that were started on it have stopped.
 */
public final class Storage implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

    /** How journal and registers are kept. */
    public record Settings(JournalSettings journal, RegisterSettings registers) {

        /** What a node uses unless told otherwise. */
        public static final Settings DEFAULTS = new Settings(JournalSettings.DEFAULTS, RegisterSettings.DEFAULTS);
    }

    /** The actors over what was opened. */
    public record Actors(
            ActorRef<JournalCommand> journal, ActorRef<RegisterCommand> registers, ActorRef<HistoryCommand> history) {}

    private final HomeLock lock;
    private final SqliteStore store;
    private final OpenJournal journal;
    private final OpenRegisters registers;

    private Storage(HomeLock lock, SqliteStore store, OpenJournal journal, OpenRegisters registers) {
        this.lock = lock;
        this.store = store;
        this.journal = journal;
        this.registers = registers;
    }

    /** Opens the home as {@link #open(Path, Settings, Runnable)} does, with nothing to be called. */
    public static Storage open(Path home, Settings settings) throws IOException {
        return open(home, settings, () -> {});
    }

    /**
     * Opens the home, which is created if it is not there.
     *
     * @param owned called as soon as the home is this node's and no other's, before its files are read
     * @throws dev.till.node.journal.HomeInUseException when another node has it
     * @throws java.nio.file.AccessDeniedException when it cannot be written
     * @throws IOException when what is in it cannot be read: the message says which file, and what to do
     */
    public static Storage open(Path home, Settings settings, Runnable owned) throws IOException {
        var opened = new ArrayList<Closeable>();
        try {
            var lock = HomeLock.acquire(home);
            opened.add(lock);
            owned.run();
            // Nobody but this device has its key, so without one there was none.
            boolean deviceIsNew = !Files.exists(home.resolve("device.key"));
            var store = openStore(home);
            opened.add(store);
            var journal = OpenJournal.open(home.resolve("journal"), settings.journal(), store.folded(), deviceIsNew);
            opened.add(journal);
            return new Storage(lock, store, journal, OpenRegisters.open(store, journal.log(), settings.registers()));
        } catch (IOException e) {
            for (int i = opened.size() - 1; i >= 0; i--) {
                opened.get(i).close();
            }
            throw e;
        }
    }

    /** The segments of the journal that are not written to any more. */
    SealedSegments sealed() {
        return journal.sealed();
    }

    /** The files of the journal as they are durable now. */
    List<SegmentFile> segments() {
        return journal.files();
    }

    /** Starts the journal of device {@code self} and the registers as children of {@code parent}; once. */
    public Actors start(ActorContext<?> parent, DeviceId self, InstantSource wall) {
        var journalRef = parent.spawn(Journal.create(self, journal, wall), "journal", Journal.DISPATCHER);
        var registersRef = parent.spawn(Registers.create(registers, journalRef), "registers");
        var history = parent.spawn(CatchUp.create(registers), "history", CatchUp.DISPATCHER);
        return new Actors(journalRef, registersRef, history);
    }

    /** Checks all files of a home that no node uses, without changing any; answers what is wrong, one sentence each. */
    public static List<String> verify(Path home) throws IOException {
        var lock = HomeLock.acquire(home);
        try (lock) {
            var faults = new ArrayList<String>();
            var file = home.resolve("store.db");
            var folded = dev.till.node.message.Folded.NOTHING;
            if (Files.exists(file)) {
                faults.addAll(SqliteStore.verify(file));
                try (var store = SqliteStore.open(file)) {
                    folded = store.folded();
                } catch (StoreUnusableException e) {
                    faults.add(e.getMessage());
                }
            }
            faults.addAll(OpenJournal.verify(home.resolve("journal"), folded));
            return faults;
        }
    }

    @Override
    public void close() throws IOException {
        journal.close();
        store.close();
        lock.close();
    }

    private static SqliteStore openStore(Path home) throws IOException {
        var file = home.resolve("store.db");
        try {
            return SqliteStore.open(file);
        } catch (StoreUnusableException e) {
            if (!e.isDamaged()) {
                throw e;
            }
            if (!OpenJournal.isWhole(home.resolve("journal"))) {
                throw new IOException(
                        e.getMessage()
                                + ". The journal does not reach back to the beginning, so the store cannot be made anew"
                                + " from it: restore store.db and journal/ from one backup, or enroll this machine again with"
                                + " an empty home",
                        e);
            }
            LOG.warn("{}; making it anew from the journal", e.getMessage());
            SqliteStore.moveAside(file);
            return SqliteStore.open(file);
        }
    }
}
