package dev.till.node.ssh.setup;

import dev.till.node.message.CommandInput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A till that can be copied to hosts: the directory that holds {@code bin} and {@code lib}.
 *
 * @param release what it is called on hosts: its version, and a hash of all that it consists of
 */
public record Distribution(Path root, String version, String release) {
    private static final List<String> PARTS = List.of("bin", "lib");
    private static final int HASH_BYTES = 6;

    /** The one there; throws when there is none. Reads all of it. */
    public static Distribution in(Path root, String version) throws IOException {
        if (!isOne(root)) {
            throw new IOException(root + " is no distribution of till (expected: bin/till and lib in it)");
        }
        return new Distribution(root, version, version + "_" + hash(root));
    }

    /** The one that this process runs from, unless it runs from somewhere else. */
    public static Optional<Path> ofThisProcess() {
        var source = Distribution.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return Optional.empty();
        }
        // lib/till-node-VERSION.jar
        var jar = Path.of(source.getLocation().getPath());
        return Optional.ofNullable(jar.getParent()).map(Path::getParent).filter(Distribution::isOne);
    }

    /** All of it, as {@code tar} packs it. */
    public CommandInput archive() {
        return () -> TarStream.of(root, PARTS);
    }

    private static boolean isOne(Path root) {
        return Files.isExecutable(root.resolve("bin/till")) && Files.isDirectory(root.resolve("lib"));
    }

    private static String hash(Path root) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (String part : PARTS) {
                for (Path file : files(root.resolve(part))) {
                    digest.update(root.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                    digest.update((byte) 0);
                    Files.copy(file, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
