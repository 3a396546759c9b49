package dev.till.node.ssh.job;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Makes whole lines of the bytes that a command prints, in pieces as they come. Bytes that are no UTF-8 become U+FFFD. A line
 * that has no end for {@value #LONGEST} characters is handed on as far as it is.
 */
final class Lines {
    /** Characters of an unfinished line that are held back. */
    static final int LONGEST = 16 << 10;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final StringBuilder unfinished = new StringBuilder();
    private ByteBuffer rest = ByteBuffer.allocate(0);

    /**
     * Lines, without the end of the last.
     *
     * @param open whether the last one has none yet
     */
    record Text(String text, boolean open) {}

    /** What the next bytes complete; empty when that is no line. */
    Optional<Text> take(ByteBuffer bytes) {
        decode(bytes, false);
        int end = unfinished.lastIndexOf("\n");
        if (end < 0) {
            return unfinished.length() > LONGEST ? Optional.of(all(true)) : Optional.empty();
        }
        var text = unfinished.substring(0, end);
        unfinished.delete(0, end + 1);
        return Optional.of(new Text(text, false));
    }

    /** What is left when nothing more comes. */
    Optional<Text> end() {
        decode(ByteBuffer.allocate(0), true);
        return unfinished.length() == 0 ? Optional.empty() : Optional.of(all(true));
    }

    private Text all(boolean open) {
        var text = unfinished.toString();
        unfinished.setLength(0);
        return new Text(text, open);
    }

    private void decode(ByteBuffer bytes, boolean last) {
        // A character may be cut in two between one piece and the next.
        var in = ByteBuffer.allocate(rest.remaining() + bytes.remaining())
                .put(rest)
                .put(bytes)
                .flip();
        var out = CharBuffer.allocate(in.remaining() + 4);
        decoder.decode(in, out, last);
        if (last) {
            decoder.flush(out);
        }
        rest = ByteBuffer.allocate(in.remaining()).put(in).flip();
        unfinished.append(out.flip());
    }
}
