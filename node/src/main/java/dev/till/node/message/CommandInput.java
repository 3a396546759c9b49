package dev.till.node.message;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What a command on a host reads from its standard input. Opened once for each time the command is begun. */
@FunctionalInterface
public interface CommandInput {

    /** Nothing. */
    CommandInput NONE = InputStream::nullInputStream;

    /** A new stream of all of it; read and closed by one thread at a time, which may block. */
    InputStream open() throws IOException;

    /** A text, which is shown nowhere. */
    static CommandInput of(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return () -> new java.io.ByteArrayInputStream(bytes);
    }
}
