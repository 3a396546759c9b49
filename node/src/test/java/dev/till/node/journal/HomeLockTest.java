package dev.till.node.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HomeLockTest {
    @TempDir
    Path directory;

    @Test
    void newHome_belongsToItsUserAlone() throws IOException {
        var home = directory.resolve("deep/home");

        HomeLock.acquire(home).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
    }

    @Test
    void secondNodeInThisProcess_isToldWhoHasTheHome() throws IOException {
        try (var lock = HomeLock.acquire(directory)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> HomeLock.acquire(directory.resolve("../" + directory.getFileName())))
                    .isInstanceOfSatisfying(
                            HomeInUseException.class,
                            e -> assertThat(e.pid())
                                    .isEqualTo(Long.toString(
                                            ProcessHandle.current().pid())))
                    .hasMessageContaining("till down");
        }
        HomeLock.acquire(directory).close();
    }

    @Test
    void otherProcess_isToldWhoHasTheHome() throws Exception {
        try (var lock = HomeLock.acquire(directory)) {
            assertThat(lock).isNotNull();
            var other = ChildJvm.start(LockTaker.class, directory.toString());

            assertThat(other.waitFor()).isZero();
            assertThat(new String(other.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("in use by process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void homeThatIsAFile_isRefused() throws IOException {
        var file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> HomeLock.acquire(file.resolve("home"))).isInstanceOf(IOException.class);
    }

    @Test
    void homeThatCannotBeWritten_isRefused() throws IOException {
        // Root writes anywhere but here.
        assertThatThrownBy(() -> HomeLock.acquire(Path.of("/proc/till-home"))).isInstanceOf(IOException.class);

        var home = Files.createDirectory(directory.resolve("read-only"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("r-x------"));
        if (!Files.isWritable(home)) {
            assertThatThrownBy(() -> HomeLock.acquire(home))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("cannot be written");
        }
    }

    /** Tries to take a home, in a process of its own, and prints what it is told. */
    static final class LockTaker {
        public static void main(String[] args) throws IOException {
            try (var lock = HomeLock.acquire(Path.of(args[0]))) {
                System.out.println("taken " + (lock != null));
            } catch (HomeInUseException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
