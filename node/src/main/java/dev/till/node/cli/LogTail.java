package dev.till.node.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Shows the end of a log file and, when asked to, what is appended; also across its rotation. */
final class LogTail {
    private static final long PAUSE_MILLIS = 200;

    private final Path file;
    private final PrintStream out;

    LogTail(Path file, PrintStream out) {
        this.file = file;
        this.out = out;
    }

    void show(int lines, boolean follow) throws IOException {
        long position;
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            log.seek(startOfLast(log, lines));
            position = copy(log);
        }
        while (follow && !out.checkError()) {
            pause();
            try (var log = new RandomAccessFile(file.toFile(), "r")) {
                // Shorter than before: the log was rotated and begins anew.
                log.seek(log.length() < position ? 0 : position);
                position = copy(log);
            }
        }
    }

    private long copy(RandomAccessFile log) throws IOException {
        byte[] buffer = new byte[1 << 14];
        int read;
        while ((read = log.read(buffer)) > 0) {
            out.write(buffer, 0, read);
        }
        out.flush();
        return log.getFilePointer();
    }

    private static long startOfLast(RandomAccessFile log, int lines) throws IOException {
        byte[] buffer = new byte[1 << 14];
        long end = log.length();
        int found = 0;
        for (long from = end; from > 0; ) {
            int size = (int) Math.min(buffer.length, from);
            from -= size;
            log.seek(from);
            log.readFully(buffer, 0, size);
            for (int i = size - 1; i >= 0; i--) {
                boolean lastByte = from + i == end - 1;
                if (buffer[i] == '\n' && !lastByte && ++found == lines) {
                    return from + i + 1;
                }
            }
        }
        return 0;
    }

    private static void pause() throws InterruptedIOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
