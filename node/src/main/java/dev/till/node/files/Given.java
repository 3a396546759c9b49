package dev.till.node.files;

import dev.till.node.files.place.Root;
import dev.till.node.files.scan.Hasher.Chunk;
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
import dev.till.protocol.file.profile.ProfileText;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What peers may have: files that were agreed upon, still look as they did then, and are not left out by the profile as it is
 * now. Everything else is refused or gone, whoever asks.
 */
final class Given implements Contents, Closeable {
    private final FilesDatabase database;

    /** Answers from a connection of its own, which is closed with it. */
    Given(FilesDatabase database) {
        this.database = database;
    }

    @Override
    public synchronized Answer find(FolderName name, FilePath path, ContentHash hash) throws IOException {
        var folder = folder(name);
        if (folder.isEmpty()) {
            return new Answer.Refused("folder " + name + " is not kept here");
        }
        if (!ProfileText.parse(folder.get().profile(), folder.get().mode())
                .profile()
                .includes(path)) {
            return new Answer.Refused(path + " is left out of folder " + name + " here");
        }
        var root = new Root(folder.get().root());
        boolean grows = folder.get().mode() == SyncMode.APPEND;
        return agreed(name, path, hash)
                .filter(row -> isStill(root, path, row, grows))
                .<Answer>map(row -> new Answer.Found(root.at(path), size(row)))
                .orElseGet(Answer.Gone::new);
    }

    @Override
    public synchronized List<Chunk> cuts(FolderName name, FilePath path, ContentHash hash) throws IOException {
        return find(name, path, hash) instanceof Answer.Found ? new Agreed(database, name).chunks(path) : List.of();
    }

    private Optional<AgreedRow> agreed(FolderName name, FilePath path, ContentHash hash) throws IOException {
        return new Agreed(database, name)
                .find(path)
                .filter(row -> row.version().item() instanceof Item.Regular file
                        && file.hash().equals(hash));
    }

    private static long size(AgreedRow row) {
        return ((Item.Regular) row.version().item()).size();
    }

    /** A link in the place of a directory above would lead to another file, which looks otherwise. */
    private static boolean isStill(Root root, FilePath path, AgreedRow row, boolean grows) {
        try {
            return root.look(path)
                    .filter(now -> row.stat()
                            .filter(then -> now.hasContentOf(then)
                                    || (grows && now.inode() == then.inode() && now.size() >= then.size()))
                            .isPresent())
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<Folder> folder(FolderName name) throws IOException {
        return database.folders().stream()
                .filter(folder -> folder.name().equals(name))
                .findFirst();
    }

    @Override
    public synchronized void close() throws IOException {
        database.close();
    }
}
