package dev.till.protocol.file.profile;

/** What is left out: everything of a name, wherever it is, or everything at and below a path. */
public sealed interface Rule {
    /** Whether it leaves out {@code path}, whose last name is {@code name}; that of a directory leaves out all below it. */
    boolean matches(String path, String name);

    /** {@code ignore = Name GLOB}. */
    record OfName(Glob glob) implements Rule {
        @Override
        public boolean matches(String path, String name) {
            return glob.matches(name);
        }
    }

    /** {@code ignore = Path GLOB}. */
    record OfPath(Glob glob) implements Rule {
        @Override
        public boolean matches(String path, String name) {
            return glob.matches(path);
        }
    }
}
