package dev.till.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.node.backup.BackupHeader;
import dev.till.node.backup.BadBackupException;
import dev.till.node.cli.CommandFailure;
import dev.till.node.cli.ExitStatus;
import dev.till.node.message.RegisterCommand.StableChanged;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.node.trust.DeviceKey;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.FleetId;
import dev.till.protocol.time.VersionVector;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackupTest {
    private static final BackupHeader HEADER = new BackupHeader(
            "0.1.0",
            StorageFixture.SELF,
            new DeviceName("m4"),
            new FleetId("a".repeat(32)),
            Instant.parse("2026-01-02T03:04:05Z"));

    @TempDir
    Path directory;

    @Test
    void runningNode_isBackedUpWithAllThatWasAcknowledgedBefore() throws Exception {
        var home = home();
        var backup = directory.resolve("backup");
        try (var node = new StorageFixture(home)) {
            var before = new TreeMap<String, String>();
            for (int i = 0; i < 200; i++) {
                node.put("e", "f" + i, Integer.toString(i));
                before.put("f" + i, Integer.toString(i));
            }
            node.compact();
            var writing = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 500; i++) {
                    var written = (Written.Done) node.put("late", "f" + i, "0");
                    if (i % 20 == 0) {
                        // The journal loses its oldest segments again and again while it is copied.
                        var dot = written.records().get(0).datagram().dot();
                        node.actors().registers().tell(new StableChanged(VersionVector.of(dot)));
                        node.compact();
                    }
                }
            });
            write(node, home, backup);
            writing.join();
            assertThat(Files.getPosixFilePermissions(backup)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(names(directory)).containsExactly("backup", "home");

            var restored = directory.resolve("restored");
            HomeRestore.restore(backup, restored, bytes -> {});

            try (var again = new StorageFixture(restored)) {
                before.forEach(
                        (field, json) -> assertThat(again.value("e", field)).contains(json));
            }
        }
    }

    @Test
    void restoredNode_isTheSameDeviceAndNumbersAnew() throws Exception {
        var home = home();
        var backup = backup(home);
        var restored = directory.resolve("somewhere/restored");

        var header = HomeRestore.restore(backup, restored, bytes -> {});

        assertThat(header).isEqualTo(HEADER);
        assertThat(DeviceKey.ofHome(restored).id())
                .isEqualTo(DeviceKey.ofHome(home).id());
        assertThat(Files.getPosixFilePermissions(restored)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Storage.verify(restored)).isEmpty();
        for (int start = 0; start < 2; start++) {
            try (var node = new StorageFixture(restored)) {
                assertThat(node.value("a", "x")).contains("1");
                var dot = ((Written.Done) node.put("a", "y", "2"))
                        .records()
                        .get(0)
                        .datagram()
                        .dot();
                assertThat(dot.device()).isNotEqualTo(StorageFixture.SELF);
                assertThat(dot.device().isOriginOf(StorageFixture.SELF)).isTrue();
                assertThat(dot.seq()).isEqualTo(start + 1);
            }
        }
    }

    @Test
    void idleHome_isBackedUpAndRestoredByTheCommands() throws Exception {
        var home = home();
        var file = directory.resolve("idle");

        long bytes = HomeFiles.backUp(home, file, new DeviceName("m4"), done -> {});
        var restored = HomeFiles.restore(file, directory.resolve("again"), done -> {});

        assertThat(bytes).isEqualTo(Files.size(file));
        assertThat(restored.device()).isEqualTo(DeviceKey.ofHome(home).id().toString());
        assertThat(restored.name()).isEqualTo("m4");
    }

    @Test
    void secrets_ofInvitesAreNotKept() throws Exception {
        var home = home();
        Files.createDirectories(home.resolve("trust"));
        Files.writeString(home.resolve("trust/invites"), "an invite that may be used by the time this is restored");
        var backup = backup(home);

        HomeRestore.restore(backup, directory.resolve("restored"), bytes -> {});

        assertThat(directory.resolve("restored/trust/invites")).doesNotExist();
    }

    @Test
    void fileCutAnywhere_isRefusedAndNothingIsWritten() throws Exception {
        var whole = Files.readAllBytes(backup(home()));
        var cut = directory.resolve("cut");
        for (int length = 0; length < whole.length; length += 1 + whole.length / 60) {
            Files.write(cut, Arrays.copyOf(whole, length));
            assertRefused(cut, "length " + length);
        }
    }

    @Test
    void byteAlteredAnywhere_isRefusedOrChangesNothing() throws Exception {
        var home = home();
        var file = backup(home);
        var whole = Files.readAllBytes(file);
        HomeRestore.restore(file, directory.resolve("good"), bytes -> {});
        var altered = directory.resolve("altered");
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 150; i++) {
            int at = random.nextInt(whole.length);
            var bytes = whole.clone();
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(altered, bytes);
            var target = directory.resolve("target" + i);
            try {
                HomeRestore.restore(altered, target, done -> {});
                assertThat(content(target))
                        .as("byte %d, seed %d", at, seed)
                        .isEqualTo(content(directory.resolve("good")));
            } catch (BadBackupException e) {
                assertThat(target).as("byte %d, seed %d", at, seed).doesNotExist();
                assertThat(e).hasMessageContaining(altered.toString()).hasMessageContaining("expected");
            }
        }
        assertThat(names(directory)).noneMatch(name -> name.endsWith(".restoring"));
    }

    @Test
    void newerFormat_isRefusedNamingIt() throws Exception {
        var file = directory.resolve("newer");
        try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new java.util.zip.ZipEntry("till-backup"));
            zip.write("format 2.0\ntill 9.1\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            zip.closeEntry();
        }

        assertThatThrownBy(() -> HomeRestore.restore(file, directory.resolve("target"), bytes -> {}))
                .isInstanceOf(BadBackupException.class)
                .hasMessageContaining("format 2.0")
                .hasMessageContaining("till 9.1")
                .hasMessageContaining("newer till");
        assertThat(directory.resolve("target")).doesNotExist();
    }

    @Test
    void whatIsThere_isNeverOverwritten() throws Exception {
        var home = home();
        var backup = backup(home);
        var bytes = Files.readAllBytes(backup);

        assertThatThrownBy(() -> backup(home)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(backup).hasBinaryContent(bytes);
        assertThatThrownBy(() -> HomeFiles.restore(backup, home, done -> {}))
                .isInstanceOfSatisfying(CommandFailure.class, failure -> {
                    assertThat(failure.exitStatus()).isEqualTo(ExitStatus.CONFLICT);
                    assertThat(failure).hasMessageContaining("--home");
                });
        var empty = Files.createDirectory(directory.resolve("empty"));
        HomeFiles.restore(backup, empty, done -> {});
        assertThat(empty.resolve("device.key")).exists();
    }

    @Test
    void placeThatCannotBeWritten_leavesNothingHalfDone() throws Exception {
        var home = home();
        var backup = backup(home);

        assertThatThrownBy(
                        () -> HomeFiles.backUp(home, directory.resolve("no/such/file"), new DeviceName("m4"), b -> {}))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitStatus()).isEqualTo(ExitStatus.NO_SUCH_THING));
        assertThatThrownBy(() -> HomeFiles.restore(directory.resolve("none"), directory.resolve("x"), done -> {}))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitStatus()).isEqualTo(ExitStatus.NO_SUCH_THING));
        Files.createDirectory(directory.resolve("x.restoring"));
        assertThatThrownBy(() -> HomeFiles.restore(backup, directory.resolve("x"), done -> {}))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitStatus()).isEqualTo(ExitStatus.CONFLICT))
                .hasMessageContaining("x.restoring");
        try (var node = new StorageFixture(home)) {
            assertThatThrownBy(() -> HomeFiles.backUp(home, directory.resolve("y"), new DeviceName("m4"), b -> {}))
                    .as("%s", node)
                    .hasMessageContaining("in use");
        }
        assertThat(names(directory)).containsExactly("backup", "home", "x.restoring");
    }

    private Path home() throws IOException {
        var home = directory.resolve("home");
        try (var node = new StorageFixture(home)) {
            node.put("a", "x", "1");
        }
        DeviceKey.ofHome(home);
        return home;
    }

    private Path backup(Path home) throws IOException {
        var file = directory.resolve("backup");
        try (var node = new StorageFixture(home)) {
            write(node, home, file);
        }
        return file;
    }

    private static void write(StorageFixture node, Path home, Path file) throws IOException {
        long bytes = new HomeBackup(home, node.storage()::segments).write(file, HEADER, done -> {});
        assertThat(bytes).isEqualTo(Files.size(file));
    }

    private void assertRefused(Path file, String what) {
        var target = directory.resolve("target");
        assertThatThrownBy(() -> HomeRestore.restore(file, target, done -> {}))
                .as(what)
                .isInstanceOf(BadBackupException.class)
                .hasMessageContaining(file.toString());
        assertThat(target).doesNotExist();
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> content(Path home) throws IOException {
        var content = new ArrayList<String>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                content.add(home.relativize(file) + " " + Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return content;
    }
}
