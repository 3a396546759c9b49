package dev.till.node.cli;

import dev.till.node.socket.SocketProtocol;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files named on the command line; {@code -} is stdin. */
final class Input {
    private Input() {}

    static InputStream open(String file, Terminal terminal) throws IOException {
        return new BufferedInputStream(file.equals("-") ? terminal.in() : Files.newInputStream(Path.of(file)), 1 << 16);
    }

    /** All of a file, which has to be UTF-8 and of a size a request can have. */
    static String text(String file, Terminal terminal) throws IOException {
        byte[] bytes;
        try (var in = open(file, terminal)) {
            bytes = in.readNBytes(SocketProtocol.MAX_LINE_BYTES + 1);
        }
        if (bytes.length > SocketProtocol.MAX_LINE_BYTES) {
            throw new IllegalArgumentException(
                    file + ": more than " + SocketProtocol.MAX_LINE_BYTES + " bytes (expected: at most that many)");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + ": not UTF-8 (expected: UTF-8 text)", e);
        }
    }
}
