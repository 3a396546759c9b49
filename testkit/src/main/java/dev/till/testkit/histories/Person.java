package dev.till.testkit.histories;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;

/**
 * Somebody who works in a folder on one device. Whatever they replace, delete or move they first take out of the folder in one step, so
 * that they know what it was: nothing that a node puts there in that moment can go unseen.
 */
final class Person {
    private static final int DIRECTORIES = 3;
    private static final int FILES = 7;

    private final String device;
    private final Path root;
    private final Path aside;
    private final Random random;
    private final Ledger ledger;
    private long taken;

    /**
     * Works below {@code root}.
     *
     * @param aside a directory outside it, in the same file system
     */
    Person(String device, Path root, Path aside, Random random, Ledger ledger) {
        this.device = device;
        this.root = root;
        this.aside = aside;
        this.random = random;
        this.ledger = ledger;
    }

    /** Writes every file for the first time. */
    void begin() {
        for (int directory = 0; directory < DIRECTORIES; directory++) {
            for (int file = 0; file < FILES; file++) {
                edit(root.resolve("d" + directory).resolve("f" + file + ".txt"));
            }
        }
    }

    /** Does one thing; answers what. */
    String act() {
        int dice = random.nextInt(100);
        var path = path();
        if (dice < 50) {
            return "edits " + shown(path) + edit(path);
        }
        if (dice < 65) {
            return "deletes " + shown(path) + delete(path);
        }
        if (dice < 80) {
            var to = path();
            return "moves " + shown(path) + " to " + shown(to) + move(path, to);
        }
        if (dice < 86) {
            var to = root.resolve("d" + random.nextInt(DIRECTORIES));
            return "moves " + shown(path.getParent()) + " to " + shown(to) + move(path.getParent(), to);
        }
        return dice < 93 ? "touches " + shown(path) + touch(path) : "keeps a secret" + keepSecret(path.getParent());
    }

    private Path path() {
        return root.resolve("d" + random.nextInt(DIRECTORIES)).resolve("f" + random.nextInt(FILES) + ".txt");
    }

    private String shown(Path path) {
        return root.relativize(path).toString();
    }

    private String edit(Path path) {
        var before = take(path);
        if (before != null) {
            ledger.gaveUp(contentOf(before));
            delete0(before);
        }
        var content = ledger.fresh(device);
        var written = fresh();
        try {
            Files.writeString(written, content);
            boolean put = put(written, path);
            if (put) {
                ledger.wrote(content, device + " " + shown(path));
            }
            delete0(written);
            return put ? "" : " (something came there meanwhile)";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String delete(Path path) {
        var before = take(path);
        if (before == null) {
            return " (not there)";
        }
        ledger.gaveUp(contentOf(before));
        delete0(before);
        return "";
    }

    private String move(Path from, Path to) {
        var moved = take(from);
        if (moved == null) {
            return " (not there)";
        }
        boolean directory = Files.isDirectory(moved);
        if (directory ? putDirectory(moved, to) : put(moved, to)) {
            return done(moved, directory, "");
        }
        if (directory ? putDirectory(moved, from) : put(moved, from)) {
            return done(moved, directory, " (taken; put back)");
        }
        taken++;
        var other = from.resolveSibling(from.getFileName() + "-" + device + "-" + taken);
        if (directory ? putDirectory(moved, other) : put(moved, other)) {
            return done(moved, directory, " (taken; now " + shown(other) + ")");
        }
        throw new IllegalStateException(moved + " cannot be put anywhere");
    }

    private static String done(Path moved, boolean directory, String what) {
        if (!directory) {
            delete0(moved);
        }
        return what;
    }

    private String touch(Path path) {
        try {
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(random.nextBoolean() ? "rw-------" : "rw-r--r--"));
            return "";
        } catch (NoSuchFileException e) {
            return " (not there)";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String keepSecret(Path directory) {
        taken++;
        var name = device + "-" + taken + "_state.json";
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(name), "for " + device + " alone");
            ledger.secret(name);
            return "";
        } catch (FileSystemException e) {
            return " (no place for it)";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes what is at a path out of the folder; null when nothing is. */
    private Path take(Path path) {
        var to = fresh();
        try {
            return Files.move(path, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return null;
        } catch (FileSystemException e) {
            if (!Files.isDirectory(path.getParent())) {
                // A file came where the directory was.
                return null;
            }
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path fresh() {
        taken++;
        return aside.resolve("t" + taken);
    }

    /** Gives a file this name too, where nothing is; false when something is. */
    private static boolean put(Path file, Path path) {
        try {
            Files.createDirectories(path.getParent());
            Files.createLink(path, file);
            return true;
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Moves a directory to where nothing is, or an empty one; false when something is. */
    private static boolean putDirectory(Path directory, Path path) {
        try {
            Files.move(directory, path, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (FileSystemException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String contentOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete0(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
