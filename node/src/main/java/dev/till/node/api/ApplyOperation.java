package dev.till.node.api;

import dev.till.node.message.Assignment;
import dev.till.node.message.Entry;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.Version;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Any number of assignments, one a line, after the request and up to a line {@code {"end":true}}.
 *
 * <p>Lines are written in batches, a few of which are on their way at a time, so memory stays bounded and one fsync serves
 * many lines. The first bad line ends it: every line before it is written, none after it, and the refusal says which
 * line it was. A batch that the journal refuses ends it too; lines of the few batches behind it may be written then, which
 * the counts tell. With {@code dry} nothing is written, only counted.
 */
final class ApplyOperation implements Operation {
    private static final int BATCH_LINES = 2000;
    private static final int BATCH_CHARACTERS = 1 << 20;
    private static final int WINDOW = 4;

    private final Actors actors;

    ApplyOperation(Actors actors) {
        this.actors = actors;
    }

    @Override
    public String perform(Exchange exchange) throws Refusal, IOException {
        var run = new Run(exchange.request().flag("dry"));
        String line;
        while ((line = exchange.lines().readLine()) != null) {
            if (line.isEmpty()) {
                run.lines++;
                continue;
            }
            try {
                var members = JsonMembers.parse(line);
                if (members.flag("end")) {
                    run.drain();
                    return run.counts().close('}').toString();
                }
                run.add(AssignmentJson.parse(members), line.length());
            } catch (IllegalArgumentException e) {
                run.drain();
                throw run.refused(Reason.USAGE, run.lines + 1, e.getMessage());
            }
        }
        run.drain();
        throw run.refused(Reason.USAGE, run.lines + 1, "the input ended before {\"end\":true}");
    }

    private record Batch(CompletableFuture<Written> reply, long firstLine) {}

    /** One apply under way. */
    private final class Run {
        private final boolean dry;
        private final ArrayDeque<Batch> window = new ArrayDeque<>();
        private List<Assignment> batch = new ArrayList<>();
        private long characters;
        private long firstLine = 1;
        private long lines;
        private long written;
        private long skipped;

        Run(boolean dry) {
            this.dry = dry;
        }

        void add(Assignment assignment, int length) throws Refusal {
            lines++;
            if (dry) {
                pretend(assignment);
                return;
            }
            batch.add(assignment);
            characters += length;
            if (batch.size() >= BATCH_LINES || characters >= BATCH_CHARACTERS) {
                send();
            }
        }

        /** Counts what would become of it, judged by the registers as they are. */
        private void pretend(Assignment assignment) throws Refusal {
            Entry known = actors.registers(replyTo -> new RegisterCommand.Get(assignment.key(), replyTo));
            var newest = known.register().winner().map(Version::at);
            boolean isOlder = assignment.at().isPresent()
                    && newest.isPresent()
                    && assignment.at().get().compareTo(newest.get()) <= 0;
            skipped += isOlder ? 1 : 0;
            written += isOlder ? 0 : 1;
        }

        void drain() throws Refusal {
            if (!batch.isEmpty()) {
                send();
            }
            while (!window.isEmpty()) {
                settle();
            }
        }

        private void send() throws Refusal {
            if (window.size() == WINDOW) {
                settle();
            }
            var assignments = batch;
            window.add(new Batch(
                    actors.ask(
                            actors.parts().registers(),
                            replyTo -> new RegisterCommand.Put(assignments, replyTo),
                            Actors.PATIENCE),
                    firstLine));
            batch = new ArrayList<>();
            characters = 0;
            firstLine = lines + 1;
        }

        private void settle() throws Refusal {
            var oldest = window.remove();
            try {
                count(WriteOperations.done(Actors.await(oldest.reply(), Actors.PATIENCE)));
            } catch (Refusal refusal) {
                for (Batch later : window) {
                    countIfDone(later);
                }
                window.clear();
                throw refused(refusal.reason(), oldest.firstLine(), refusal.getMessage());
            }
        }

        private void countIfDone(Batch later) throws Refusal {
            if (Actors.await(later.reply(), Actors.PATIENCE) instanceof Written.Done done) {
                count(done);
            }
        }

        private void count(Written.Done done) {
            written += done.records().size();
            skipped += done.skipped();
        }

        Refusal refused(Reason reason, long line, String why) {
            boolean some = written + skipped > 0;
            return new Refusal(
                    some ? Reason.PARTIAL : reason,
                    "line " + line + ": " + why + "; " + (some ? written + " written and " : "nothing written, ")
                            + skipped + " skipped as older before it, the rest not applied");
        }

        JsonWriter counts() {
            return new JsonWriter()
                    .open('{')
                    .number("lines", lines)
                    .number("written", written)
                    .number("skipped", skipped);
        }
    }
}
