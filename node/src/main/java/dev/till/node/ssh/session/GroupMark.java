package dev.till.node.ssh.session;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Learns which process group a command is on its host, so that it can be ended there. OpenSSH signals commands itself, but not
 * those of root, and closing the channel ends nothing that does not print.
 *
 * <p>Before the command itself the shell says its process id on stderr, after a word that nobody can know; that one line is
 * taken out of what the command prints. The first time on a connection {@code sh} says it, whatever the shell of the account is,
 * and also which that is: one of the POSIX kind says it itself from then on, which saves the host a process each time.
 */
final class GroupMark {
    /** What a shell may say on its own before the mark. */
    private static final int LONGEST = 8 << 10;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Set<String> POSIX = Set.of("sh", "bash", "dash", "ash", "ksh", "mksh", "zsh");

    private final boolean posix;
    private final Runnable onPosix;
    private final String word;
    private final Pattern pattern;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final CompletableFuture<OptionalLong> group = new CompletableFuture<>();
    private boolean over;

    /**
     * @param posix whether the shell of the account is known to be of the POSIX kind
     * @param onPosix told when it turns out to be
     */
    GroupMark(boolean posix, Runnable onPosix) {
        this.posix = posix;
        this.onPosix = onPosix;
        var random = new byte[8];
        RANDOM.nextBytes(random);
        word = "till-" + HexFormat.of().formatHex(random);
        pattern = Pattern.compile(word + " ([0-9]{1,10})(?: ([^\n]*))?\n");
    }

    /** The line that says it and then does what {@code line} does, in the same shell: any that has {@code ;} and quotes. */
    String before(String line) {
        return posix
                ? "echo " + word + " $$ >&2; " + line
                : "sh -c 'echo \"$0 $PPID $SHELL\" >&2' " + word + "; " + line;
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
            over = true;
            held.reset();
            if (isPosix(mark.group(2))) {
                onPosix.run();
            }
            group.complete(OptionalLong.of(Long.parseLong(mark.group(1))));
            return (text.substring(0, mark.start()) + text.substring(mark.end())).getBytes(StandardCharsets.ISO_8859_1);
        }
        return held.size() > LONGEST ? rest() : new byte[0];
    }

    private static boolean isPosix(String shell) {
        return shell != null && POSIX.contains(shell.substring(shell.lastIndexOf('/') + 1));
    }

    /** What was held, when nothing more comes. */
    byte[] rest() {
        over = true;
        group.complete(OptionalLong.empty());
        var rest = held.toByteArray();
        held.reset();
        return rest;
    }

    /** Completed with the group when it has been said; empty when it will not be, or not within {@code patience}. */
    CompletionStage<OptionalLong> group(Duration patience) {
        return group.copy().completeOnTimeout(OptionalLong.empty(), patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
