package dev.till.node.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Lines of UTF-8 text, each of bounded length, however long the input. */
final class LineInput implements AutoCloseable {
    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[1 << 16];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int start;
    private int end;
    private long number;
    private boolean lost;

    LineInput(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** The number of the last line read, counted from 1. */
    long number() {
        return number;
    }

    /** Whether there is a next line to be found after a bad one. */
    boolean canGoOn() {
        return !lost;
    }

    /** The next line without its end, or null; throws IllegalArgumentException when it is too long or no UTF-8. */
    String next() throws IOException {
        line.reset();
        number++;
        while (true) {
            if (start == end) {
                end = in.read(buffer);
                start = 0;
                if (end < 0) {
                    end = 0;
                    return line.size() == 0 ? null : decoded();
                }
            }
            int newline = start;
            while (newline < end && buffer[newline] != '\n') {
                newline++;
            }
            if (line.size() + newline - start > maxBytes) {
                lost = true;
                throw new IllegalArgumentException("more than " + maxBytes + " bytes (expected: at most that many)");
            }
            line.write(buffer, start, newline - start);
            start = Math.min(newline + 1, end);
            if (newline < end) {
                return decoded();
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private String decoded() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("bytes that are no UTF-8 (expected: UTF-8)", e);
        }
    }
}
