package dev.till.node.files;

import dev.till.federation.hub.ContentCollection.Collected;
import dev.till.federation.hub.ContentVault;
import dev.till.federation.hub.ContentVault.Kind;
import dev.till.federation.hub.DamagedException;
import dev.till.federation.hub.References;
import dev.till.federation.hub.StoreException;
import dev.till.node.files.place.Root;
import dev.till.node.files.round.ChunkReader;
import dev.till.node.files.scan.Hasher;
import dev.till.node.files.scan.Hasher.Chunk;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.AgreedRow;
import dev.till.node.files.state.Folder;
import dev.till.node.files.transfer.HubContents;
import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.Item;
import dev.till.protocol.file.profile.Profile;
import dev.till.protocol.file.profile.ProfileText;
import dev.till.protocol.id.DeviceId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Brings what one folder of this device holds to the hub, so that it can be had when this device is not in reach: files that
 * were agreed upon, still are what they were, and are not left out by the profile as it is now. Not thread-safe.
 */
final class Shelving implements Closeable {
    private final DeviceId self;
    private final Folder folder;
    private final Profile profile;
    private final Root root;
    private final Agreed agreed;
    private final HubContents hub;
    private final Hasher hasher = new Hasher();
    private References known = References.NONE;

    /**
     * What came of it.
     *
     * @param contents how many this device wants to be kept there, chunks counted one by one
     * @param changed how many files are something else by now, and wait for the next round
     * @param postponed whether somebody was collecting, so that nothing could be brought
     */
    record Shelved(long contents, long uploaded, long bytes, long changed, boolean postponed) {}

    /** @param agreed closed with this */
    Shelving(DeviceId self, Folder folder, Agreed agreed, HubContents hub) {
        this.self = self;
        this.folder = folder;
        this.agreed = agreed;
        this.hub = hub;
        profile = ProfileText.parse(folder.profile(), folder.mode()).profile();
        root = new Root(folder.root());
    }

    Folder folder() {
        return folder;
    }

    boolean isWanted() {
        return profile.hub();
    }

    /** Brings all that is not there. */
    Shelved run() throws IOException {
        var wanted = wanted();
        return hub.must(vault -> {
            vault.refer(self, folder.name().value(), wanted);
            // What was let go may be gone by now, or may go any time.
            known = known.only(wanted);
            // What is wanted was said before this look, so whoever collects from now on knows of it.
            if (vault.isCollecting(self)) {
                return new Shelved(wanted.size(), 0, 0, 0, true);
            }
            var upload = new Upload(vault);
            each((row, file) -> upload.bring(row.path(), file));
            known = References.of(upload.there()).only(wanted);
            return new Shelved(wanted.size(), upload.uploaded, upload.bytes, upload.changed, false);
        });
    }

    /** Wants nothing to be kept any more. */
    void letGo() throws IOException {
        hub.must(vault -> {
            vault.letGo(self, folder.name().value());
            return true;
        });
        known = References.NONE;
    }

    /** Removes from the hub what no device wants; empty when somebody else is at it. */
    Optional<Collected> collect(Duration grace) throws IOException {
        return hub.must(vault -> vault.collect(self, grace));
    }

    /** Something done with a file that may be brought there. */
    private interface Use {
        void of(AgreedRow row, Item.Regular file) throws IOException, StoreException, DamagedException;
    }

    private void each(Use use) throws IOException, StoreException, DamagedException {
        var after = "";
        List<AgreedRow> page;
        do {
            page = agreed.page(after);
            for (AgreedRow row : page) {
                after = row.path().value();
                if (row.stat().isPresent()
                        && row.version().item() instanceof Item.Regular file
                        && file.size() > 0
                        && profile.includes(row.path())) {
                    use.of(row, file);
                }
            }
        } while (page.size() == Agreed.pageSize());
    }

    private References wanted() throws IOException {
        return hub.must(vault -> {
            var marks = LongStream.builder();
            var count = new long[1];
            each((row, file) -> {
                marks.add(vault.mark(file.hash().bytes()));
                count[0]++;
                if (file.size() > Hasher.WHOLE_BYTES) {
                    for (Chunk chunk : cuts(row.path(), file)) {
                        marks.add(vault.mark(chunk.hash().bytes()));
                        count[0]++;
                    }
                }
                if (count[0] > References.MOST) {
                    throw new IOException("folder " + folder.name() + " has more contents and chunks than the hub keeps"
                            + " for one folder (expected: at most " + References.MOST + "); part it");
                }
            });
            return References.of(marks.build());
        });
    }

    /** How a large file is cut; nothing when it is another by now, or too large to be cut. */
    private List<Chunk> cuts(FilePath path, Item.Regular file) throws IOException {
        var chunks = agreed.chunks(path);
        if (!chunks.isEmpty()) {
            return chunks;
        }
        try (var channel = root.open(path)) {
            var read = hasher.read(channel, file.size());
            if (read.hash().equals(file.hash())) {
                agreed.cut(path, file.hash(), read.chunks());
                return read.chunks();
            }
        } catch (FileSystemException gone) {
            // The next round finds out what became of it.
        }
        return List.of();
    }

    @Override
    public void close() throws IOException {
        agreed.close();
    }

    /** One way to the hub. */
    private final class Upload {
        private final ContentVault vault;
        private final Map<Kind, Map<Integer, References>> present = new HashMap<>();
        private final LongStream.Builder there = LongStream.builder();
        private final Set<Long> brought = new HashSet<>();
        private final byte[] buffer = new byte[(int) Hasher.WHOLE_BYTES];
        private long uploaded;
        private long bytes;
        private long changed;

        Upload(ContentVault vault) {
            this.vault = vault;
        }

        LongStream there() {
            return there.build();
        }

        void bring(FilePath path, Item.Regular file) throws IOException, StoreException {
            if (file.size() <= Hasher.WHOLE_BYTES) {
                changed += bring(path, new Chunk(file.hash(), 0, (int) file.size())) ? 0 : 1;
                return;
            }
            var chunks = cuts(path, file);
            for (Chunk chunk : chunks) {
                if (!bring(path, chunk)) {
                    changed++;
                    return;
                }
            }
            // Who finds the list finds all that is in it.
            if (!chunks.isEmpty() && !isThere(Kind.LIST, file.hash())) {
                put(Kind.LIST, file.hash(), HubContents.listOf(chunks));
            }
        }

        private boolean bring(FilePath path, Chunk chunk) throws IOException, StoreException {
            if (isThere(Kind.PIECE, chunk.hash())) {
                return true;
            }
            var content = ChunkReader.read(root, path, chunk, buffer);
            if (content.isPresent()) {
                put(Kind.PIECE, chunk.hash(), content.get());
            }
            return content.isPresent();
        }

        private boolean isThere(Kind kind, ContentHash hash) throws StoreException {
            long mark = vault.mark(hash.bytes());
            if (brought.contains(mark) || known.has(mark) || present(kind, mark).has(mark)) {
                there.add(mark);
                return true;
            }
            return false;
        }

        private References present(Kind kind, long mark) throws StoreException {
            var parts = present.computeIfAbsent(kind, any -> new HashMap<>());
            int part = (int) (mark >>> 56);
            var found = parts.get(part);
            if (found == null) {
                found = vault.presentBeside(kind, mark);
                parts.put(part, found);
            }
            return found;
        }

        private void put(Kind kind, ContentHash hash, byte[] content) throws StoreException {
            vault.put(kind, hash.bytes(), content);
            there.add(vault.mark(hash.bytes()));
            brought.add(vault.mark(hash.bytes()));
            uploaded++;
            bytes += content.length;
        }
    }
}
