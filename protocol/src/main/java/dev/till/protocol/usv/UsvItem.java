package dev.till.protocol.usv;

import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Content;
import dev.till.protocol.time.HybridTimestamp;
import java.util.Optional;

/** What a reader finds in a log, in the order of the file. Offsets count bytes from its start. */
public sealed interface UsvItem {

    /** Where it begins. */
    long offset();

    /** A record that writes to a register. */
    sealed interface Write extends UsvItem permits Foreign, Own {
        RegisterKey key();

        HybridTimestamp at();

        Content content();
    }

    /**
     * A record of another system.
     *
     * @param node what the writer called itself; a claim, and never part of a path
     * @param note what a person should know of how it was read, when there is something
     */
    record Foreign(
            long offset, RegisterKey key, HybridTimestamp at, Content content, String node, Optional<String> note)
            implements Write {}

    /** A record that till wrote: the very datagram. */
    record Own(long offset, Datagram datagram) implements Write {
        @Override
        public RegisterKey key() {
            return datagram.key();
        }

        @Override
        public HybridTimestamp at() {
            return datagram.at();
        }

        @Override
        public Content content() {
            return datagram.content();
        }
    }

    /** A record with no meaning here; counted and passed over. */
    record Control(long offset, Kind kind) implements UsvItem {
        /** What a control record is for. */
        public enum Kind {
            HEARTBEAT,
            QUEUE,
            CONFIG,
            /** Written to the target {@code system}: that a node was online, how far a hub had processed. */
            SYSTEM
        }
    }

    /** A record that cannot be read; those after it can. */
    record Bad(long offset, String file, String reason) implements UsvItem {
        @Override
        public String toString() {
            return file + " at byte " + offset + ": " + reason;
        }
    }

    /** The last record lacks its end: still being written, or cut off. A later read goes on from its offset. */
    record Torn(long offset, String file, long bytes) implements UsvItem {
        @Override
        public String toString() {
            return file + " at byte " + offset + ": the last record has no end after " + bytes + " bytes";
        }
    }
}
