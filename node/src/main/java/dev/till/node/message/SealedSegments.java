package dev.till.node.message;

import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.time.DotSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The files of the journal that nothing is added to any more. From any thread; every call reads files. */
public interface SealedSegments {

    /**
     * A file, to copy.
     *
     * @param length so many bytes from its beginning count
     */
    record Sealed(Path file, long first, long last, long length) {}

    /**
     * What is in the file of a segment.
     *
     * @param before all that its device had applied before
     * @param dots the datagrams in it
     * @param covers what its device counted as applied in it because a snapshot held all that had come of it
     * @param damaged bytes that are no record
     */
    record Contents(long first, DotSet before, DotSet dots, DotSet covers, long damaged) {}

    /** Takes one datagram. */
    interface Taker {
        void take(Datagram datagram) throws IOException;
    }

    /** What is sealed now, oldest first. The oldest may be removed meanwhile. */
    List<Sealed> list();

    /** How many bytes are in the segment that is still being written to. */
    long openBytes();

    /**
     * Reads the first {@code length} bytes of a file that may come from anywhere.
     *
     * @throws IOException when it cannot be read, or does not begin as a segment does
     */
    Contents read(Path file, long length, Taker taker) throws IOException;
}
