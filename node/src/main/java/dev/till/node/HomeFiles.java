package dev.till.node;

import dev.till.node.backup.BackupHeader;
import dev.till.node.cli.CommandFailure;
import dev.till.node.cli.ExitStatus;
import dev.till.node.cli.NodeStarter.Restored;
import dev.till.node.journal.HomeInUseException;
import dev.till.node.journal.HomeLock;
import dev.till.node.journal.OpenJournal;
import dev.till.node.trust.DeviceKey;
import dev.till.node.trust.TrustStore;
import dev.till.protocol.id.DeviceName;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.LongConsumer;

/** Backs up and restores a home that no node uses, and says in words what stands in the way. */
final class HomeFiles {
    private HomeFiles() {}

    static long backUp(Path home, Path file, DeviceName fallback, LongConsumer progress) throws CommandFailure {
        if (!Files.exists(home.resolve("device.key"))) {
            throw new CommandFailure(
                    ExitStatus.NO_SUCH_THING, "no node has run in " + home + ", so there is nothing to back up");
        }
        try {
            var lock = HomeLock.acquire(home);
            try (lock) {
                var trust = TrustStore.open(home, DeviceKey.ofHome(home), fallback, InstantSource.system());
                var header = new BackupHeader(
                        Versions.current(),
                        trust.self(),
                        trust.name(),
                        trust.list().fleet(),
                        InstantSource.system().instant());
                var journal = home.resolve("journal");
                return new HomeBackup(home, () -> OpenJournal.files(journal)).write(file, header, progress);
            }
        } catch (HomeInUseException e) {
            throw new CommandFailure(ExitStatus.CONFLICT, e.getMessage(), e);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(
                    ExitStatus.CONFLICT, file + " is there already; give another name, or remove it first", e);
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitStatus.NO_SUCH_THING, "no such directory: " + e.getFile(), e);
        } catch (AccessDeniedException e) {
            throw new CommandFailure(ExitStatus.NOT_PERMITTED, "not permitted: " + e.getFile(), e);
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.FAILED, "no backup was made: " + e.getMessage(), e);
        }
    }

    static Restored restore(Path file, Path home, LongConsumer progress) throws CommandFailure {
        try {
            var header = HomeRestore.restore(file, home, progress);
            return new Restored(
                    header.name().value(),
                    header.device().toString(),
                    header.fleet().value(),
                    header.created().toString());
        } catch (DirectoryNotEmptyException e) {
            throw new CommandFailure(
                    ExitStatus.CONFLICT,
                    home
                            + " is not empty (expected: no home there yet). Stop its node and move it away first, or restore"
                            + " elsewhere with --home DIR",
                    e);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(
                    ExitStatus.CONFLICT,
                    e.getFile()
                            + " is in the way: the remains of a restore that was interrupted. Remove it, and try again",
                    e);
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitStatus.NO_SUCH_THING, "no such file: " + e.getFile(), e);
        } catch (AccessDeniedException e) {
            throw new CommandFailure(ExitStatus.NOT_PERMITTED, "not permitted: " + e.getFile(), e);
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.FAILED, "nothing was restored: " + e.getMessage(), e);
        }
    }
}
