package dev.till.node.register;

import dev.till.node.message.Entry;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Register;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.Extra;
import java.util.List;

/**
 * An entry as a {@link Generation} keeps it. Registers outlive many collections and each is copied in some of them, so what
 * nearly all of them are, one version whose dot is all that was ever seen, is one object here instead of eight.
 */
sealed interface Kept {

    /** The entry; one that was taken apart is put together anew each time. */
    Entry entry();

    /** Heap that it takes, as an estimate: its objects as they add up on a JVM with small pointers, and the texts. */
    long bytes();

    /** The same entry, as it is to be kept. */
    static Kept of(Entry entry) {
        var versions = entry.register().versions();
        if (versions.size() == 1) {
            var version = versions.get(0);
            var context = entry.register().context();
            // One that has seen only itself, as a register of one version that accounts for its context has then.
            if (context.size() == 1
                    && context.seq(version.dot().device()) == version.dot().seq()
                    && version.extra().equals(Extra.NONE)) {
                return new Single(
                        entry.key(),
                        entry.revision(),
                        version.dot().device(),
                        version.dot().seq(),
                        version.at().nanos(),
                        version.content(),
                        textOf(entry.key()) + textOf(version.content()));
            }
        }
        return new Whole(entry);
    }

    /** Any entry. */
    record Whole(Entry entry) implements Kept {
        private static final long OVERHEAD = 250;
        private static final int VERSION_OVERHEAD = 150;

        @Override
        public long bytes() {
            return bytes(entry);
        }

        /** Heap that {@code entry} takes while it is in one piece. */
        static long bytes(Entry entry) {
            long size = OVERHEAD + textOf(entry.key());
            var versions = entry.register().versions();
            for (int i = 0; i < versions.size(); i++) {
                size += VERSION_OVERHEAD + textOf(versions.get(i).content());
            }
            return size;
        }
    }

    /**
     * An entry of one version, of which the context knows no more than its dot.
     *
     * @param characters of the texts of the key and of the content. Each write asks the entry that it replaces, whose texts lie far from
     *     anything that the processor has at hand.
     */
    record Single(
            RegisterKey key, long revision, DeviceId device, long seq, long nanos, Content content, int characters)
            implements Kept {
        private static final long OVERHEAD = 258;

        @Override
        public Entry entry() {
            var dot = new Dot(device, seq);
            var version = new Version(dot, new HybridTimestamp(nanos), content, Extra.NONE);
            return new Entry(key, new Register(List.of(version), VersionVector.of(dot)), revision);
        }

        @Override
        public long bytes() {
            return OVERHEAD + characters;
        }
    }

    private static int textOf(RegisterKey key) {
        return key.entity().value().length() + key.field().value().length();
    }

    private static int textOf(Content content) {
        return content instanceof Value value ? value.json().length() : 0;
    }
}
