package dev.till.node.api;

import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Runs a command line of till, for a caller too small to do it by itself: what it prints are the items, its exit status is the
 * result. A caller that hangs up, or says anything, ends it. While nothing is printed there is an empty item now and then, so
 * that a node which is stopped can be told from a command that takes its time.
 *
 * <p>At most {@value #MOST} at a time; who is refused runs its line in a process of its own.
 */
final class LineOperation implements Operation {
    private static final int MOST = 32;
    private static final int SIGN_OF_LIFE_SECONDS = 2;

    private final CommandLines commands;
    private final Semaphore places = new Semaphore(MOST);

    LineOperation(CommandLines commands) {
        this.commands = commands;
    }

    @Override
    public String perform(Exchange exchange) throws Refusal, IOException {
        var printed = new Printed();
        var line = line(exchange.request(), printed);
        if (!places.tryAcquire()) {
            throw new Refusal(Reason.LIMIT, "the node runs " + MOST + " command lines already; run this one by itself");
        }
        var running = new Running(line, printed);
        var thread = new Thread(running, "till-line");
        thread.setDaemon(true);
        thread.start();
        try {
            follow(exchange, printed);
        } finally {
            printed.abandon();
            thread.interrupt();
        }
        int status = running.status.orElseThrow(() -> new Refusal(
                Reason.USAGE, "words: " + line.words() + " (expected: a command that needs no process of its own)"));
        return new JsonWriter().open('{').number("status", status).close('}').toString();
    }

    private static void follow(Exchange exchange, Printed printed) throws IOException {
        while (!printed.isOver()) {
            // Itself, not a copy: those would pile up while nothing is printed. Taking makes a new one.
            var soon = printed.filled().completeOnTimeout(null, SIGN_OF_LIFE_SECONDS, TimeUnit.SECONDS);
            if (!exchange.lines().awaitDone(soon)) {
                throw new IOException("the caller of a command line is gone");
            }
            var items = printed.take();
            if (items.isEmpty()) {
                exchange.item("{}");
            }
            for (String item : items) {
                exchange.item(item);
            }
        }
    }

    private static CalledLine line(JsonMembers request, Printed printed) {
        var words = new ArrayList<String>();
        request.list("words").forEach(word -> words.add(JsonWriter.plain(word)));
        var directory = Path.of(request.text("directory"));
        if (!directory.isAbsolute()) {
            throw new IllegalArgumentException("directory: '" + directory + "' (expected: an absolute path)");
        }
        var out = new PrintedStream("out", printed, OutputStream.nullOutputStream());
        return new CalledLine(
                words,
                directory,
                request.flag("colour"),
                request.flag("live"),
                request.flag("asks"),
                stream(out, false),
                stream(new PrintedStream("err", printed, out), true));
    }

    private static PrintStream stream(OutputStream to, boolean eachLine) {
        return new PrintStream(to, eachLine, StandardCharsets.UTF_8);
    }

    /** A line while it runs. */
    private final class Running implements Runnable {
        private final CalledLine line;
        private final Printed printed;
        /** Failed, unless it says otherwise. */
        private volatile OptionalInt status = OptionalInt.of(1);

        Running(CalledLine line, Printed printed) {
            this.line = line;
            this.printed = printed;
        }

        @Override
        public void run() {
            try {
                status = commands.run(line);
                line.out().flush();
                line.err().flush();
            } finally {
                places.release();
                printed.end();
            }
        }
    }
}
