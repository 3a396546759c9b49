package dev.till.node.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a command reads and writes.
 *
 * @param colour whether results may be coloured
 * @param live whether somebody is looking at stderr, so that progress may be shown there
 * @param asks whether somebody sees a question on stderr and can answer it on stdin
 */
public record Terminal(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        boolean colour,
        boolean live,
        boolean asks) {

    private static final String SELECTORS = "java.nio.channels.spi.SelectorProvider";

    /** The terminal of this process. */
    public static Terminal ofProcess() {
        nameSelectorProvider();
        var environment = System.getenv();
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(
                System.in,
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                environment,
                !plain && isTerminal(1),
                isTerminal(2),
                isTerminal(0) && isTerminal(2));
    }

    /** The terminal of a caller in another process, from which nothing can be read. */
    public static Terminal elsewhere(PrintStream out, PrintStream err, boolean colour, boolean live, boolean asks) {
        return new Terminal(InputStream.nullInputStream(), out, err, Map.of(), colour, live, asks);
    }

    /**
     * Names the implementation that Java would find anyway. Left to itself it opens every jar on the class path to look for
     * others first, which takes a client longer than all it does after that.
     */
    private static void nameSelectorProvider() {
        if (System.getProperty("os.name", "").equals("Linux") && System.getProperty(SELECTORS) == null) {
            System.setProperty(SELECTORS, "sun.nio.ch.EPollSelectorProvider");
        }
    }

    private static boolean isTerminal(int descriptor) {
        try {
            // Java cannot tell of one stream alone; Linux can. Where neither can, output stays plain.
            var target = Files.readSymbolicLink(Path.of("/proc/self/fd", String.valueOf(descriptor)))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException unknownHere) {
            return false;
        }
    }
}
