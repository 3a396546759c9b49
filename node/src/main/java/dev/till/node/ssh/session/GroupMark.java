package dev.till.node.ssh.session;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Learns which process group a command is on its host, so that it can be ended there. OpenSSH signals commands itself, but not
 * those of root, and closing the channel ends nothing that does not print.
 *
 * <p>Before the command itself the shell says its process id on stderr, after a word that nobody can know; that one line is
 * taken out of what the command prints.
 */
final class GroupMark {
    /** What a shell may say on its own before the mark. */
    private static final int LONGEST = 8 << 10;

    private final String word;
    private final Pattern pattern;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private volatile OptionalLong group = OptionalLong.empty();
    private boolean over;

    GroupMark() {
        var random = new byte[8];
        new SecureRandom().nextBytes(random);
        word = "till-" + HexFormat.of().formatHex(random);
        pattern = Pattern.compile(word + " ([0-9]{1,10})\n");
    }

    /** The line that says it and then does what {@code line} does, in the same shell: any that has {@code ;} and quotes. */
    String before(String line) {
        return "sh -c 'echo \"$0 $PPID\" >&2' " + word + "; " + line;
    }

    /** What of these bytes on stderr is the command's own; some may be held until more is known. */
    byte[] pass(byte[] bytes) {
        if (over) {
            return bytes;
        }
        held.writeBytes(bytes);
        var text = held.toString(StandardCharsets.ISO_8859_1);
        var mark = pattern.matcher(text);
        if (mark.find()) {
            group = OptionalLong.of(Long.parseLong(mark.group(1)));
            over = true;
            held.reset();
            return (text.substring(0, mark.start()) + text.substring(mark.end())).getBytes(StandardCharsets.ISO_8859_1);
        }
        return held.size() > LONGEST ? rest() : new byte[0];
    }

    /** What was held, when nothing more comes. */
    byte[] rest() {
        over = true;
        var rest = held.toByteArray();
        held.reset();
        return rest;
    }

    /** The group, once it has been said. */
    OptionalLong group() {
        return group;
    }
}
