package dev.till.node.files.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.node.files.place.Root;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.FilesDatabase;
import dev.till.node.files.state.Folder;
import dev.till.node.message.Assignment;
import dev.till.node.message.Entry;
import dev.till.protocol.file.FileClock;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FileRecord;
import dev.till.protocol.file.FileVersion;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.Item;
import dev.till.protocol.file.SyncMode;
import dev.till.protocol.file.profile.Profile;
import dev.till.protocol.file.sync.ConflictPolicy;
import dev.till.protocol.file.sync.Reconciliation;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Register;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.Extra;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans of very many paths, and peers that make up as many as they like. */
class ManyPathsTest {
    private static final FolderName NOTES = new FolderName("notes");
    private static final DeviceName PEER = new DeviceName("peer");

    @TempDir
    private Path directory;

    private Folder folder;
    private Agreed agreed;

    @BeforeEach
    void open() throws IOException {
        var root = directory.resolve("root");
        new Root(root).create(NOTES);
        folder = new Folder(NOTES, root, SyncMode.TWO_WAY, "", false);
        agreed = new Agreed(FilesDatabase.open(directory.resolve("files.db")), NOTES);
    }

    @AfterEach
    void close() throws IOException {
        agreed.close();
    }

    @Test
    void tenMillionPaths_areRefusedAsAWhole_beforeAllOfThemAreRead() {
        var told = new MadeUp(10_000_000);

        assertThatThrownBy(() -> comparison(told).everything(finding -> true, Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than " + ThreeTrees.MOST_PATHS + " paths")
                .hasMessageContaining("till list files/notes/")
                .hasMessageContaining("revoke");

        assertThat(told.given).isLessThanOrEqualTo(ThreeTrees.MOST_PATHS + MadeUp.PAGE);
    }

    @Test
    void morePathsThanOnePlanHolds_comeInParts_eachOnce() throws IOException {
        int count = 120_000;
        var told = new MadeUp(count);
        var found = new HashSet<FilePath>();
        var after = Optional.<FilePath>empty();

        boolean more = true;
        for (int part = 0; more; part++) {
            assertThat(part).isLessThan(4);
            long given = told.given;
            var plan = comparison(told).everything(finding -> true, after);
            if (part > 0) {
                // The first part has seen all of it, for brakes and limits; the others end where they have enough.
                assertThat(told.given - given).isLessThan(50_000 + 4L * MadeUp.PAGE);
            }
            for (Finding finding : plan.findings()) {
                assertThat(found.add(finding.path()))
                        .as("%s is found once", finding.path())
                        .isTrue();
            }
            after = Optional.of(plan.findings().get(plan.findings().size() - 1).path());
            more = plan.more();
        }

        assertThat(found).hasSize(count);
    }

    @Test
    void partsOfATree_goOnRightAfterAnyPath() throws IOException {
        for (String file : List.of("a/b", "a-b", "a.txt", "a/c/d", "a/c-d", "b", "c/x", "c0")) {
            var path = folder.root().resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, file);
        }
        var all = paths("");
        assertThat(all).hasSize(11);

        for (int i = 0; i < all.size(); i++) {
            assertThat(paths(all.get(i))).as("after %s", all.get(i)).isEqualTo(all.subList(i + 1, all.size()));
        }
    }

    private List<String> paths(String after) throws IOException {
        var start = Optional.of(after).filter(path -> !path.isEmpty()).map(FilePath::new);
        return comparison(new MadeUp(0)).everything(finding -> true, start).findings().stream()
                .map(finding -> finding.path().value())
                .toList();
    }

    private Comparison comparison(Records records) {
        var clock = InstantSource.system();
        var me = new Reconciliation.Me(new DeviceName("self"), clock.instant(), ConflictPolicy.DEFER);
        var profile = Profile.defaults(SyncMode.TWO_WAY);
        var root = new Root(folder.root());
        var namesakes = new Namesakes(folder.name(), root, profile, agreed, records);
        return new Comparison(folder, profile, root, agreed, records, me, clock, namesakes);
    }

    /** So many directories that a peer tells of, made up as they are asked for. */
    private static final class MadeUp implements Records {
        private static final int PAGE = 1000;
        private static final int FIRST = 10_000_000;

        private final int count;
        private final Register register;
        private long given;

        MadeUp(int count) {
            this.count = count;
            var item = new FileVersion(new Item.Directory(0755), FileClock.EMPTY.next(PEER), PEER, Instant.EPOCH);
            var dot = new Dot(new DeviceId(1, 2, 3), 1);
            register = Register.of(
                    new Version(dot, new HybridTimestamp(1), FileRecord.write(item), Extra.NONE), VersionVector.EMPTY);
        }

        @Override
        public List<Entry> page(String prefix, Optional<RegisterKey> after) {
            int from = count == 0 ? 0 : after.map(key -> number(key) + 1).orElse(0);
            var page = new ArrayList<Entry>();
            for (int i = from; i < Math.min(count, from + PAGE); i++) {
                page.add(new Entry(RegisterKey.of(prefix + "d" + (FIRST + i), FileRecord.FIELD), register, 0));
            }
            given += page.size();
            return page;
        }

        private static int number(RegisterKey key) {
            var entity = key.entity().value();
            return Integer.parseInt(entity.substring(entity.lastIndexOf("/d") + 2)) - FIRST;
        }

        @Override
        public Entry get(RegisterKey key) {
            return new Entry(key, Register.EMPTY, 0);
        }

        @Override
        public List<Source> sources() {
            return List.of();
        }

        @Override
        public void write(List<Assignment> assignments) {
            throw new IllegalStateException("nothing is written by a plan");
        }
    }
}
