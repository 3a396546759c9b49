package dev.till.testkit.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Directories full of files that no two systems have in common, and what can be told of them from outside. */
final class Trees {
    private static final int DIRECTORIES = 10;
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Random random = new Random(9);

    /** So many files of random bytes, a multiple of ten, in ten directories. */
    void fill(Path root, int files, int bytes) throws IOException {
        var content = new byte[bytes];
        for (int i = 0; i < DIRECTORIES; i++) {
            Files.createDirectories(root.resolve("d" + i));
        }
        for (int i = 0; i < files; i++) {
            random.nextBytes(content);
            Files.write(file(root, i), content);
        }
    }

    /** Where a file of {@link #fill} lies. */
    static Path file(Path root, int number) {
        return root.resolve("d" + number % DIRECTORIES).resolve("f" + number);
    }

    /** One file of random bytes. */
    void write(Path file, long bytes) throws IOException {
        var block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long at = 0; at < bytes; at += block.length) {
                random.nextBytes(block);
                out.write(block);
            }
        }
    }

    /** A log of lines, of about so many bytes. */
    void writeLines(Path file, long bytes) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            for (long at = 0; at < bytes; ) {
                var line = "{\"n\":" + at + ",\"nonce\":\"" + random.nextLong() + "\"}\n";
                out.write(line.getBytes(StandardCharsets.US_ASCII));
                at += line.length();
            }
        }
    }

    /**
     * Whether so many files of {@link #fill} are there. Asked as often as you like it looks fifty times a second at most, and no
     * further than to the first directory that lacks something, the last first: who reads directories all the time takes a
     * processor, and keeps others from putting anything there.
     */
    static BooleanSupplier holds(Path root, int files) {
        return new BooleanSupplier() {
            private long next = System.nanoTime();

            @Override
            public boolean getAsBoolean() {
                if (System.nanoTime() - next < 0) {
                    return false;
                }
                boolean all = hasAll(root, files);
                next = System.nanoTime() + BETWEEN_LOOKS;
                return all;
            }
        };
    }

    private static boolean hasAll(Path root, int files) {
        for (int i = DIRECTORIES - 1; i >= 0; i--) {
            var names = root.resolve("d" + i).toFile().list((directory, name) -> name.startsWith("f"));
            if (names == null || names.length != files / DIRECTORIES) {
                return false;
            }
        }
        return true;
    }

    /** The size of a file; -1 when it is not there. */
    static long size(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a small file has this content. */
    static boolean has(Path file, String content) {
        try {
            return Arrays.equals(Files.readAllBytes(file), content.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
