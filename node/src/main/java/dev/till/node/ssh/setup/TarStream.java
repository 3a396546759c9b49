package dev.till.node.ssh.setup;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the real {@code tar} packs, as it packs it. It ends as a stream does only when tar says that this is all. */
final class TarStream extends FilterInputStream {
    private final Process tar;

    private TarStream(Process tar) {
        super(tar.getInputStream());
        this.tar = tar;
    }

    static InputStream of(Path root, List<String> parts) throws IOException {
        var words = new ArrayList<>(List.of("tar", "-C", root.toString(), "-cf", "-"));
        words.addAll(parts);
        var builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD);
        // The tar of macOS adds files of its own otherwise.
        builder.environment().put("COPYFILE_DISABLE", "1");
        return new TarStream(builder.start());
    }

    @Override
    public int read() throws IOException {
        return atEnd(super.read());
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        return atEnd(super.read(bytes, from, length));
    }

    @Override
    public void close() throws IOException {
        super.close();
        tar.destroy();
    }

    private int atEnd(int read) throws IOException {
        if (read < 0) {
            try {
                int status = tar.waitFor();
                if (status != 0) {
                    throw new IOException("tar ended with status " + status);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        return read;
    }
}
