package dev.till.node.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** One of the streams that a command prints on, as UTF-8; a character whose bytes have not all come waits for the others. */
final class PrintedStream extends OutputStream {
    private static final int CAPACITY = 16 << 10;

    private final String name;
    private final Printed printed;
    private final OutputStream before;
    private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY);
    private final CharBuffer characters = CharBuffer.allocate(CAPACITY);
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);

    /** @param before what was printed there comes before what is printed here */
    PrintedStream(String name, Printed printed, OutputStream before) {
        this.name = name;
        this.printed = printed;
        this.before = before;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        int written = 0;
        while (written < length) {
            if (!bytes.hasRemaining()) {
                flush();
            }
            int part = Math.min(length - written, bytes.remaining());
            bytes.put(from, offset + written, part);
            written += part;
        }
    }

    @Override
    public void flush() throws IOException {
        bytes.flip();
        decoder.decode(bytes, characters, false);
        bytes.compact();
        characters.flip();
        var text = characters.toString();
        characters.clear();
        if (!text.isEmpty()) {
            before.flush();
            printed.print(name, text);
        }
    }
}
