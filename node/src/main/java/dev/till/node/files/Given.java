package dev.till.node.files;

import dev.till.node.files.git.Repository;
import dev.till.node.files.place.Root;
import dev.till.node.files.scan.Hasher.Chunk;
import dev.till.node.files.scan.Stat;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.AgreedRow;
import dev.till.node.files.state.FilesDatabase;
import dev.till.node.files.state.Folder;
import dev.till.node.files.transfer.Contents;
import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.Item;
import dev.till.protocol.file.SyncMode;
import dev.till.protocol.file.profile.GitPolicy;
import dev.till.protocol.file.profile.Profile;
import dev.till.protocol.file.profile.ProfileText;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * What peers may have: files that were agreed upon, still look as they did then, and are not left out by the profile as it is
 * now. Everything else is refused or gone, whoever asks.
 */
final class Given implements Contents, Closeable {
    private final FilesDatabase database;
    private final Map<FolderName, Shared> folders = new ConcurrentHashMap<>();

    /** A folder and its profile, read once. */
    private record Shared(Folder folder, Profile profile, Root root, Agreed agreed) {}

    /** Answers from a connection of its own, which is closed with it. */
    Given(FilesDatabase database) {
        this.database = database;
    }

    /** Gives what this folder has from now on, by its profile as it is now. */
    void share(Folder folder) {
        folders.put(
                folder.name(),
                new Shared(
                        folder,
                        ProfileText.parse(folder.profile(), folder.mode()).profile(),
                        new Root(folder.root()),
                        new Agreed(database, folder.name())));
    }

    /** Gives nothing of this folder any more. */
    void withdraw(FolderName name) {
        folders.remove(name);
    }

    @Override
    public Answer find(FolderName name, FilePath path, ContentHash hash) throws IOException {
        var shared = folders.get(name);
        if (shared == null) {
            return new Answer.Refused("folder " + name + " is not kept here");
        }
        if (!shared.profile().includes(path)) {
            return new Answer.Refused(path + " is left out of folder " + name + " here");
        }
        var size = shared.folder().mode() == SyncMode.APPEND ? logSize(shared, path, hash) : size(shared, path, hash);
        return size.<Answer>map(bytes -> new Answer.Found(opener -> opener.open(shared.root(), path), bytes))
                .orElseGet(Answer.Gone::new);
    }

    private Optional<Long> size(Shared shared, FilePath path, ContentHash hash) throws IOException {
        Optional<Stat> then;
        synchronized (database) {
            then = shared.agreed().file(path, hash);
        }
        return then.filter(before -> looks(shared.root(), path, now -> now.hasContentOf(before)))
                .map(Stat::size);
    }

    /** Of a log only whole lines are agreed upon, and more of it may have come since. */
    private Optional<Long> logSize(Shared shared, FilePath path, ContentHash hash) throws IOException {
        return agreed(shared, path, hash)
                .filter(row -> row.stat()
                        .filter(then -> looks(
                                shared.root(),
                                path,
                                now -> now.hasContentOf(then)
                                        || (now.inode() == then.inode() && now.size() >= then.size())))
                        .isPresent())
                .map(row -> ((Item.Regular) row.version().item()).size());
    }

    @Override
    public Optional<List<Chunk>> cuts(FolderName name, FilePath path, ContentHash hash) throws IOException {
        if (!(find(name, path, hash) instanceof Answer.Found)) {
            return Optional.empty();
        }
        synchronized (database) {
            return Optional.of(folders.get(name).agreed().chunks(path));
        }
    }

    @Override
    public Answer bundle(FolderName name, Optional<FilePath> path, List<String> known) throws IOException {
        var shared = folders.get(name);
        boolean shares = shared != null
                && shared.profile().git() != GitPolicy.NEVER
                && path.filter(below -> !shared.profile().includes(below)).isEmpty();
        if (!shares) {
            return new Answer.Refused("repositories of folder " + name + " are not given from here");
        }
        var place = path.map(shared.root()::at).orElse(shared.root().path());
        boolean isWithin = path.isEmpty()
                || shared.root()
                        .look(path.get())
                        .filter(stat -> stat.kind() == Stat.Kind.DIRECTORY)
                        .isPresent();
        if (!isWithin || !Repository.isAt(place)) {
            return new Answer.Gone();
        }
        var repository = new Repository(place);
        var busy = repository.busy();
        if (busy.isPresent()) {
            return new Answer.Refused(busy.get());
        }
        var file = Files.createTempFile(shared.root().bundles(), "b", ".bundle");
        try {
            if (repository.bundle(file, known)) {
                return new Answer.Found(
                        unused ->
                                Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE),
                        Files.size(file));
            }
        } catch (IOException e) {
            Files.deleteIfExists(file);
            return new Answer.Refused(String.valueOf(e.getMessage()));
        }
        Files.deleteIfExists(file);
        return new Answer.Gone();
    }

    private Optional<AgreedRow> agreed(Shared shared, FilePath path, ContentHash hash) throws IOException {
        synchronized (database) {
            return shared.agreed()
                    .find(path)
                    .filter(row -> row.version().item() instanceof Item.Regular file
                            && file.hash().equals(hash));
        }
    }

    private static boolean looks(Root root, FilePath path, Predicate<Stat> like) {
        try {
            return root.look(path).filter(like).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (database) {
            database.close();
        }
    }
}
