package dev.till.node.files.tcfs;

import dev.till.node.files.place.Root;
import dev.till.node.files.place.Stage;
import dev.till.node.files.round.Applying.Outcome;
import dev.till.node.files.round.Applying.Undone;
import dev.till.node.files.scan.Stat;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.profile.Profile;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the files of a tcfs store into a folder: verified, and never over something that is there. */
public final class TcfsImport {
    private static final int MOST_UNDONE = 10_000;
    private static final int DIRECTORY = 0755;

    private final Root root;
    private final Stage stage;
    private final Profile profile;
    private final TcfsStore store;
    private final List<Undone> undone = new ArrayList<>();
    private long done;

    public TcfsImport(Root root, Stage stage, Profile profile, TcfsStore store) {
        this.root = root;
        this.stage = stage;
        this.profile = profile;
        this.store = store;
    }

    /** Imports all that can be; a second time there is nothing left to do. */
    public Outcome run() throws IOException {
        store.forEach(text -> {
            var refusal = FilePath.refusal(text);
            if (refusal.isPresent()) {
                undone(new FilePath("refused"), text + ": " + refusal.get());
                return;
            }
            var path = new FilePath(text);
            try {
                take(path);
            } catch (IOException e) {
                undone(path, String.valueOf(e.getMessage()));
            }
        });
        return new Outcome(done, undone, List.of());
    }

    private void take(FilePath path) throws IOException {
        if (!profile.includes(path)) {
            undone(path, "it is left out of this folder");
            return;
        }
        var content = store.find(path.value());
        var there = root.look(path);
        if (there.isPresent()) {
            if (!isSame(path, there.get(), content)) {
                undone(path, "something else is there, and stays; move it away and import again");
            }
            return;
        }
        var staged = stage.fresh();
        try (var out = Files.newOutputStream(staged)) {
            store.write(content, out);
        } catch (IOException e) {
            Files.deleteIfExists(staged);
            throw e;
        }
        place(path, staged, content);
        done++;
    }

    private boolean isSame(FilePath path, Stat there, TcfsStore.Content content) throws IOException {
        if (there.kind() != Stat.Kind.FILE || there.size() != content.entry().size()) {
            return false;
        }
        try (var in = Channels.newInputStream(root.open(path))) {
            return TcfsStore.hash(in).equals(content.entry().manifest());
        }
    }

    private void place(FilePath path, Path staged, TcfsStore.Content content) throws IOException {
        var written = content.manifest().written();
        if (written.isPresent()) {
            Files.setLastModifiedTime(staged, FileTime.from(written.get()));
        }
        stage.sync(List.of(staged));
        makeDirectories(path.parent());
        root.place(staged, path);
        stage.syncDirectories(List.of(root.at(path).getParent()));
    }

    private void makeDirectories(Optional<FilePath> directory) throws IOException {
        if (directory.isPresent() && root.look(directory.get()).isEmpty()) {
            makeDirectories(directory.get().parent());
            root.makeDirectory(directory.get(), DIRECTORY);
        }
    }

    private void undone(FilePath path, String why) {
        if (undone.size() < MOST_UNDONE) {
            undone.add(new Undone(path, why));
        }
    }
}
