package dev.till.node.files.tcfs;

import dev.till.protocol.file.tcfs.TcfsIndexEntry;
import dev.till.protocol.file.tcfs.TcfsManifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.Blake3Digest;

/** A store of tcfs in a directory: {@code index/}, {@code manifests/} and {@code chunks/}. Only read. */
public final class TcfsStore {
    private static final int MOST_INDEX = 64 << 10;
    private static final int MOST_MANIFEST = 64 << 20;

    private final Path directory;
    private final byte[] block = new byte[64 << 10];

    /** @param directory with the prefix, where the store has one */
    public TcfsStore(Path directory) {
        this.directory = directory;
    }

    /** Whether this looks like one. */
    public boolean isThere() {
        return Files.isDirectory(directory.resolve("index"))
                && Files.isDirectory(directory.resolve("manifests"))
                && Files.isDirectory(directory.resolve("chunks"));
    }

    /** Is told of each path of the index, which may be any text. */
    public interface Visitor {
        void at(String path) throws IOException;
    }

    /** Goes through the index. */
    public void forEach(Visitor visitor) throws IOException {
        var index = directory.resolve("index");
        Files.walkFileTree(index, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                visitor.at(index.relativize(file).toString());
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** What is at a path of the index. */
    public record Content(TcfsIndexEntry entry, TcfsManifest manifest) {}

    /** Reads what is said of a path; throws IOException, naming what is wrong. */
    public Content find(String path) throws IOException {
        try {
            var entry = TcfsIndexEntry.parse(text(directory.resolve("index").resolve(path), MOST_INDEX));
            var manifest =
                    TcfsManifest.parse(text(directory.resolve("manifests").resolve(entry.manifest()), MOST_MANIFEST));
            boolean agrees = manifest.hash()
                            .filter(hash -> !hash.equals(entry.manifest()))
                            .isEmpty()
                    && manifest.size().orElse(entry.size()) == entry.size()
                    && manifest.chunks().size() == entry.chunks();
            if (!agrees) {
                throw new IOException("the manifest and the index differ");
            }
            return new Content(entry, manifest);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Writes a content; throws when a chunk, or the whole, is not what its hash says. */
    public void write(Content content, OutputStream out) throws IOException {
        var whole = new Blake3Digest(256);
        long size = 0;
        for (String chunk : content.manifest().chunks()) {
            var part = new Blake3Digest(256);
            try (var in = open(directory.resolve("chunks").resolve(chunk))) {
                for (int read = in.read(block); read >= 0; read = in.read(block)) {
                    size += read;
                    if (size > content.entry().size()) {
                        throw new IOException("its chunks are longer than it is to be");
                    }
                    part.update(block, 0, read);
                    whole.update(block, 0, read);
                    out.write(block, 0, read);
                }
            }
            if (!hash(part).equals(chunk)) {
                throw new IOException("chunk " + chunk + " is spoiled");
            }
        }
        if (size != content.entry().size()
                || !hash(whole).equals(content.entry().manifest())) {
            throw new IOException("its chunks do not make what its hash says");
        }
    }

    /** The BLAKE3 of all that comes, as tcfs writes it. */
    public static String hash(InputStream in) throws IOException {
        var digest = new Blake3Digest(256);
        var block = new byte[64 << 10];
        for (int read = in.read(block); read >= 0; read = in.read(block)) {
            digest.update(block, 0, read);
        }
        return hash(digest);
    }

    private static String hash(Blake3Digest digest) {
        var bytes = new byte[digest.getDigestSize()];
        digest.doFinal(bytes, 0);
        return HexFormat.of().formatHex(bytes);
    }

    private static InputStream open(Path file) throws IOException {
        return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static String text(Path file, int most) throws IOException {
        try (var in = open(file)) {
            var bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new IOException(file.getFileName() + " has more than " + most + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
