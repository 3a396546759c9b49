package dev.till.protocol.file;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** What is at a path. */
public sealed interface Item {
    /** Whether there is nothing. */
    default boolean isAbsent() {
        return this instanceof Absent;
    }

    /** Whether both are the same but for permissions and times. */
    boolean hasContentOf(Item other);

    /** Nothing is there, or nothing any more. */
    enum Absent implements Item {
        NOTHING;

        @Override
        public boolean hasContentOf(Item other) {
            return other.isAbsent();
        }
    }

    /**
     * A regular file.
     *
     * @param mode permission bits, 0 to 0777
     */
    record Regular(ContentHash hash, long size, int mode, Instant mtime) implements Item {
        public Regular {
            requireNonNull(hash, "hash");
            requireNonNull(mtime, "mtime");
            requireMode(mode);
            if (size < 0) {
                throw new IllegalArgumentException("size: " + size + " (expected: 0 or more)");
            }
        }

        @Override
        public boolean hasContentOf(Item other) {
            return other instanceof Regular that && hash.equals(that.hash);
        }
    }

    /** A symbolic link: itself, never what it leads to. */
    record Link(String target) implements Item {
        /** The longest target, in characters. */
        public static final int MAX_LENGTH = 4095;

        public Link {
            if (target.isEmpty() || target.length() > MAX_LENGTH || target.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "target: " + target.length() + " characters (expected: 1 to " + MAX_LENGTH + ", no NUL)");
            }
        }

        @Override
        public boolean hasContentOf(Item other) {
            return equals(other);
        }
    }

    /** A directory; what lies in it has paths of its own. */
    record Directory(int mode) implements Item {
        public Directory {
            requireMode(mode);
        }

        @Override
        public boolean hasContentOf(Item other) {
            return other instanceof Directory;
        }
    }

    private static void requireMode(int mode) {
        if (mode < 0 || mode > 0777) {
            throw new IllegalArgumentException(
                    "mode: 0" + Integer.toOctalString(mode) + " (expected: permission bits, 0 to 0777)");
        }
    }
}
