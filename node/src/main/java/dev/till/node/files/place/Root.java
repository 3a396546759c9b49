package dev.till.node.files.place;

import dev.till.node.files.scan.Stat;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.Item;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The root of a folder, and the only one that changes what lies below it. Whatever a path leads through is opened as a
 * directory, one name after the other and never through a link, and changed by that handle: a link that somebody puts in the
 * way makes a change fail, it does not lead it astray.
 *
 * <p>Beside the files there is till's own directory {@value FilePath#OWN}: the marker that tells a root from an empty mount
 * point, the stage and the trash. All in one file system, so that putting in place is renaming.
 */
public final class Root {
    private static final Logger LOG = LoggerFactory.getLogger(Root.class);
    private static final String MARKER = "folder";
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private final Path path;
    private final Path own;

    /** A root that may not be there. */
    public Root(Path path) {
        this.path = path;
        own = path.resolve(FilePath.OWN);
    }

    public Path path() {
        return path;
    }

    /** Where a path lies; to read, never to change. */
    public Path at(FilePath file) {
        return path.resolve(file.value());
    }

    /** Where contents wait until they are whole. */
    public Path stage() {
        return own.resolve("stage");
    }

    /** Where what was replaced or deleted lies for a while. */
    public Path trash() {
        return own.resolve("trash");
    }

    /** Makes what is missing and marks the root as that of this folder. */
    public void create(FolderName folder) throws IOException {
        Files.createDirectories(path);
        for (Path directory : List.of(own, stage(), trash())) {
            if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
            }
        }
        Files.writeString(own.resolve(MARKER), folder + "\n");
        sync(own);
        sync(path);
    }

    /** Takes the mark away. */
    public void unmark() throws IOException {
        Files.deleteIfExists(own.resolve(MARKER));
    }

    /** Keeps every other process from working below this root, until it is closed; empty while another one does. */
    public Optional<Closeable> alone() throws IOException {
        var channel = FileChannel.open(
                own.resolve("lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        try {
            if (channel.tryLock() != null) {
                return Optional.of(channel);
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("Another folder of this process works below {}", path);
        } catch (IOException e) {
            // Some file systems of networks know no locks. Within this process rounds exclude each other all the same.
            LOG.debug("No lock below {}: {}", path, e.toString());
            return Optional.of(channel);
        }
        channel.close();
        return Optional.empty();
    }

    /** The folder this root is marked as; empty without a mark. */
    public Optional<FolderName> marked() throws IOException {
        try {
            return Optional.of(
                    new FolderName(Files.readString(own.resolve(MARKER)).strip()));
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What is at a path now; empty when nothing is, or when something above it is no directory. */
    public Optional<Stat> look(FilePath file) throws IOException {
        return isWithin(file) ? there(file) : Optional.empty();
    }

    /** Begins to look at many things, one after another and right now. */
    public Glance glance() {
        return new Glance(this);
    }

    /** The same of a path that has just been seen to lead through directories only. */
    public Optional<Stat> there(FilePath file) throws IOException {
        try {
            return Optional.of(Stat.of(at(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if (e.getReason() != null && e.getReason().contains("Not a directory")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether the way to it leads through directories only: what is below a link lies elsewhere. */
    boolean isWithin(FilePath file) {
        var text = file.value();
        for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
            if (!Files.isDirectory(path.resolve(text.substring(0, slash)), LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a path belongs to a git repository, or is one. */
    public boolean isInRepository(FilePath file) {
        var text = file.value();
        for (int end = 0; end >= 0; end = end == text.length() ? -1 : next(text, end)) {
            var directory = end == 0 ? path : path.resolve(text.substring(0, end));
            if (Files.isDirectory(directory.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
                return true;
            }
        }
        return false;
    }

    private static int next(String text, int from) {
        int slash = text.indexOf('/', from + 1);
        return slash < 0 ? text.length() : slash;
    }

    /** Where bundles of repositories are made for others. */
    public Path bundles() throws IOException {
        return Files.createDirectories(own.resolve("bundles"));
    }

    /** Opens a file to read it; throws when it, or something above it, is a link. */
    public SeekableByteChannel open(FilePath file) throws IOException {
        try (var opener = new Opener()) {
            return opener.open(this, file);
        }
    }

    /** Opens a log to read it and to write behind its end; throws when it, or something above it, is a link. */
    FileChannel openToAppend(FilePath file) throws IOException {
        try (var handles = parent(file)) {
            var channel = handles.last()
                    .newByteChannel(
                            Path.of(file.name()),
                            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
            if (channel instanceof FileChannel log) {
                return log;
            }
            channel.close();
            throw new IOException("the file system of " + path + " cannot write files in part");
        }
    }

    /** Where the link at a path leads. */
    public String target(FilePath file) throws IOException {
        if (!isWithin(file)) {
            throw new NoSuchFileException(file.value());
        }
        return Files.readSymbolicLink(at(file)).toString();
    }

    /** Puts a staged thing in place of whatever file or link is at {@code file}, in one step. */
    public void place(Path staged, FilePath file) throws IOException {
        try (var placer = placer()) {
            placer.place(staged, file);
        }
    }

    /** Begins to put staged things in place, one after another. */
    public Placer placer() throws IOException {
        return new Placer(path, stage());
    }

    /** Makes a directory, by way of the stage: handles cannot make directories, but they can move them. */
    public void makeDirectory(FilePath file, int mode) throws IOException {
        var staged = Files.createTempDirectory(stage(), "d");
        Files.setPosixFilePermissions(staged, permissions(mode));
        try {
            place(staged, file);
        } catch (IOException e) {
            Files.deleteIfExists(staged);
            throw e;
        }
    }

    /** Moves what is at a path into the trash under this name. */
    public void discard(FilePath file, String name) throws IOException {
        try (var handles = parent(file);
                var trash = open(trash())) {
            handles.last().move(Path.of(file.name()), trash, Path.of(name));
        }
    }

    /**
     * Keeps what is at a path in the trash, while it stays where it is until it is replaced. Where the file system knows no
     * second names for a file, it is moved.
     */
    public void keep(FilePath file, String name) throws IOException {
        var kept = trash().resolve(name);
        try {
            Files.createLink(kept, at(file));
        } catch (UnsupportedOperationException | FileSystemException e) {
            discard(file, name);
            return;
        }
        // Links are made by path alone, so only now it is known whether a link was in the way.
        var key = Files.readAttributes(kept, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        if (!Objects.equals(key, keyOf(file))) {
            if (Stat.names(kept) > 1) {
                Files.delete(kept);
            }
            throw new FileSystemException(file.value(), null, "it was replaced while it was put aside");
        }
    }

    /** What tells the file at a path from all others; null when that is nothing, or beyond a link. */
    private Object keyOf(FilePath file) {
        try (var handles = parent(file)) {
            return handles.last()
                    .getFileAttributeView(Path.of(file.name()), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes()
                    .fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /** Undoes {@link #keep}. */
    public void release(FilePath file, String name) throws IOException {
        if (look(file).isPresent()) {
            Files.delete(trash().resolve(name));
        } else {
            restore(name, file);
        }
    }

    /** Moves what lies in the trash under this name to a path where nothing is. */
    public void restore(String name, FilePath file) throws IOException {
        try (var trash = open(trash());
                var handles = parent(file)) {
            trash.move(Path.of(name), handles.last(), Path.of(file.name()));
        }
    }

    /** Removes an empty directory; throws DirectoryNotEmptyException when something is left in it. */
    public void removeDirectory(FilePath file) throws IOException {
        try (var handles = parent(file)) {
            handles.last().deleteDirectory(Path.of(file.name()));
        }
    }

    /** Sets permissions and, of a file, its time, without following a link. */
    public void adorn(FilePath file, Item item) throws IOException {
        try (var handles = parent(file)) {
            var view = handles.last()
                    .getFileAttributeView(
                            Path.of(file.name()), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            if (item instanceof Item.Regular regular) {
                view.setPermissions(permissions(regular.mode()));
                view.setTimes(FileTime.from(regular.mtime()), null, null);
            } else if (item instanceof Item.Directory directory) {
                view.setPermissions(permissions(directory.mode()));
            }
        }
    }

    /** Permission bits as Java names them. */
    public static Set<PosixFilePermission> permissions(int mode) {
        var set = EnumSet.noneOf(PosixFilePermission.class);
        // Declared from the owner's read permission, bit 8, to the others' execute permission, bit 0.
        int bit = 0400;
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((mode & bit) != 0) {
                set.add(permission);
            }
            bit >>= 1;
        }
        return set;
    }

    /** Makes sure that what was put into or taken from a directory stays so. */
    static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Handles parent(FilePath file) throws IOException {
        return Handles.to(path, file);
    }

    private static SecureDirectoryStream<Path> open(Path directory) throws IOException {
        return Handles.open(directory);
    }

    /** A name for something in the trash, which is nowhere else and tells what it was. */
    public static String trashName(long millis, long number, FilePath file) {
        var name = millis + "-" + number + "-" + file.name();
        return name.getBytes(StandardCharsets.UTF_8).length > FilePath.MAX_NAME_BYTES ? millis + "-" + number : name;
    }
}
