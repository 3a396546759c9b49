package dev.till.protocol.usv;

import dev.till.protocol.datagram.DatagramCodec;
import dev.till.protocol.id.Shown;
import dev.till.protocol.usv.RecordSplitter.Piece;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads a log record by record: ours and the three generations of cocli's. Memory stays bounded whatever the log holds.
 *
 * <p>A bad record is reported and does not lose the rest. Empty fields are data. Line breaks between records, which text
 * tools like to add, mean nothing. Not thread-safe; the stream stays the caller's to close.
 */
public final class UsvReader {

    /** The longest record: a value whose every byte is a six-character escape, and the names around it. */
    public static final int MAX_RECORD_BYTES = DatagramCodec.MAX_BYTES;

    /** A reason may quote what it found, and a record may hold megabytes of it. */
    private static final int LONGEST_REASON = 400;

    private final RecordSplitter splitter;
    private final String file;

    /** Reads a log from its start; {@code file} is what reports call it. */
    public UsvReader(InputStream in, String file) {
        this(in, file, 0);
    }

    /** Reads the rest of a log, from a byte offset at which an earlier read found a torn record. */
    public UsvReader(InputStream in, String file, long offset) {
        this.splitter = new RecordSplitter(in, offset, MAX_RECORD_BYTES);
        this.file = file;
    }

    /** What comes next; empty at the end of the log. */
    public Optional<UsvItem> next() throws IOException {
        for (Piece piece = splitter.next(); piece != null; piece = splitter.next()) {
            int blank = leadingLineBreaks(piece.bytes());
            if (piece.length() > blank) {
                return Optional.of(read(piece, blank));
            }
        }
        return Optional.empty();
    }

    private UsvItem read(Piece piece, int from) {
        long offset = piece.offset() + from;
        if (!piece.isEnded()) {
            return new UsvItem.Torn(offset, file, piece.length() - from);
        }
        if (piece.isTooLong()) {
            return bad(offset, "record: " + piece.length() + " bytes (expected: at most " + MAX_RECORD_BYTES + ")");
        }
        try {
            var bytes = piece.bytes().position(from);
            var text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return Fields.of(text).read(offset);
        } catch (CharacterCodingException e) {
            return bad(offset, "record: not UTF-8 (expected: UTF-8)");
        } catch (IllegalArgumentException e) {
            return bad(offset, e.getMessage());
        }
    }

    private UsvItem bad(long offset, String reason) {
        return new UsvItem.Bad(offset, file, Shown.of(reason, LONGEST_REASON));
    }

    private static int leadingLineBreaks(ByteBuffer bytes) {
        int count = 0;
        while (count < bytes.limit() && (bytes.get(count) == '\n' || bytes.get(count) == '\r')) {
            count++;
        }
        return count;
    }
}
