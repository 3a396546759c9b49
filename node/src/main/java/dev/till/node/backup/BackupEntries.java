package dev.till.node.backup;

import java.util.regex.Pattern;

/** The names of what is in a backup. */
final class BackupEntries {
    /** First: what the backup is of. */
    static final String HEADER = "till-backup";

    /** Last: name, size and hash of all before it. */
    static final String MANIFEST = "manifest";

    /** The files of a home that are kept. No name that is not one of these is ever made into a path. */
    private static final Pattern FILES = Pattern.compile(
            "till\\.conf|device\\.key|peers\\.json|store\\.db|trust/(devices|introduced)|journal/\\d{19}\\.segment");

    private BackupEntries() {}

    static boolean isFileOfHome(String name) {
        return FILES.matcher(name).matches();
    }
}
