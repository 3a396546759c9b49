package dev.till.node.backup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Size and SHA-256 of every entry of a backup, one a line, and at last the hash of those lines.
 *
 * @param files by name
 */
record Manifest(SortedMap<String, Sum> files) {
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) (\\d{1,18}) (\\S{1,200})");

    /** Of one entry. */
    record Sum(String sha256, long size) {}

    Manifest {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    byte[] bytes() {
        var lines = new StringBuilder();
        for (Map.Entry<String, Sum> file : files.entrySet()) {
            lines.append(file.getValue().sha256())
                    .append(' ')
                    .append(file.getValue().size())
                    .append(' ')
                    .append(file.getKey())
                    .append('\n');
        }
        lines.append(hash(lines.toString())).append('\n');
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    static Manifest read(byte[] bytes, String file) throws BadBackupException {
        var text = new String(bytes, StandardCharsets.US_ASCII);
        int last = text.lastIndexOf('\n', text.length() - 2) + 1;
        if (!text.substring(last).equals(hash(text.substring(0, last)) + "\n")) {
            throw altered(file, BackupEntries.MANIFEST);
        }
        var files = new TreeMap<String, Sum>();
        for (String line : text.substring(0, last).lines().toList()) {
            var match = LINE.matcher(line);
            if (!match.matches()) {
                throw altered(file, BackupEntries.MANIFEST);
            }
            files.put(match.group(3), new Sum(match.group(1), Long.parseLong(match.group(2))));
        }
        return new Manifest(files);
    }

    static BadBackupException altered(String file, String entry) {
        return new BadBackupException(file + ": " + entry
                + " in it is not what was backed up (expected: the content that its checksum says). The file was damaged or"
                + " altered; use another backup");
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String hash(String lines) {
        var digest = digest();
        digest.update(lines.getBytes(StandardCharsets.US_ASCII));
        return hex(digest);
    }
}
