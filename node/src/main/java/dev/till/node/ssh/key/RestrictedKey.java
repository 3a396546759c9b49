package dev.till.node.ssh.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A line of {@code authorized_keys} by which a key may do nothing but run some lines, each exactly as it is.
 *
 * <p>Which these are is told by their SHA-256, so nothing of what the other end sends is ever taken apart by a shell: the word
 * that marks the process group has a fixed form, of which there are two, and the rest is run if its hash is known, whole. The shell
 * of the account has to be of the POSIX kind; any other takes the gate for nonsense, and lets nothing through.
 */
public final class RestrictedKey {
    /** What comes before each line the first time, see {@code GroupMark}: the word is 16 hexadecimal digits after {@code till-}. */
    private static final String MARK = "sh -c 'echo \"$0 $PPID $SHELL\" >&2' till-";

    private static final String GATE = "c=$SSH_ORIGINAL_COMMAND; m=MARK; s='; '; "
            + "case $c in 'echo till-'*) m='echo till-'; s=' $$ >&2; ' ;; esac; "
            + "r=${c#\"$m\"}; w=${r%%[!0-9a-f]*}; l=${r#\"$w$s\"}; "
            + "if [ ${#w} = 16 ] && [ \"$c\" = \"$m$w$s$l\" ]; then "
            + "case $(printf %s \"$l\" | sha256sum) in HASHES) exec sh -c \"$c\" ;; esac; fi; "
            + "echo 'till: this key may not do that' >&2; exit 126";

    private RestrictedKey() {}

    /** The line; {@code key} is the public key as it stands in its file. */
    public static String line(String key, List<String> allowed) {
        var hashes = allowed.stream().map(line -> sha256(line) + "*").collect(Collectors.joining("|"));
        var gate = GATE.replace("MARK", quotedWord(MARK)).replace("HASHES", hashes);
        return "restrict,command=\"" + gate.replace("\"", "\\\"") + "\" " + key;
    }

    private static String quotedWord(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
