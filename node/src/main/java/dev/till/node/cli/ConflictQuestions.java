package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Shows what apply did and, of a folder whose profile says {@code prefer = interactive}, asks about each conflict that is left.
 * Where nobody can be asked all of them are left, and that is said.
 */
final class ConflictQuestions implements FilesCall.Show {
    private static final String QUESTION =
            "keep [l]ocal, [r]emote, [b]oth, what is [n]ewer, or [s]kip it, [q]uit asking? ";

    private final Session session;
    private final FilesCall call;
    private final AppliedResult applied;
    private final BufferedReader answers;
    private boolean quit;

    /** What somebody may answer; the first four are what the node knows. */
    private enum Answer {
        LOCAL,
        REMOTE,
        BOTH,
        NEWER,
        SKIP,
        QUIT;

        static Optional<Answer> of(String line) {
            var text = line.strip().toUpperCase(Locale.ROOT);
            for (Answer each : values()) {
                if (!text.isEmpty() && each.name().startsWith(text)) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        }
    }

    ConflictQuestions(Session session) {
        this.session = session;
        call = new FilesCall(session);
        applied = new AppliedResult(session);
        answers = new BufferedReader(new InputStreamReader(session.terminal().in(), StandardCharsets.UTF_8));
    }

    @Override
    public int text(String result) throws IOException, Refusal {
        int status = applied.text(result);
        var done = JsonMembers.parse(result);
        if (!isOpen(done) || quit) {
            return status;
        }
        if (session.terminal().asks()) {
            return Math.max(status, ask(done.text("folder")));
        }
        defer(done, "there is no terminal to ask at");
        return status;
    }

    @Override
    public int status(String result) {
        var done = JsonMembers.parse(result);
        if (isOpen(done)) {
            defer(done, "with --json nobody is asked");
        }
        return applied.status(result);
    }

    private static boolean isOpen(JsonMembers done) {
        return done.text("prefer").equals("interactive") && done.number("conflicts", 0) > 0;
    }

    private void defer(JsonMembers done, String why) {
        var folder = done.text("folder");
        session.say("left undecided, for " + why + "; see: till files conflicts " + folder
                + ", and decide with: till files resolve " + folder);
    }

    private int ask(String folder) throws IOException, Refusal {
        int worst = ExitStatus.DONE;
        var conflicts = call.call(Connection.request("files-conflicts").text("folder", folder), "comparing " + folder);
        for (String each : JsonMembers.elements(conflicts)) {
            var conflict = JsonMembers.parse(each);
            var answer = question(conflict);
            if (answer == Answer.QUIT) {
                quit = true;
                return worst;
            }
            if (answer != Answer.SKIP) {
                worst = Math.max(worst, decide(folder, conflict.text("path"), answer));
            }
        }
        return worst;
    }

    private Answer question(JsonMembers conflict) throws IOException {
        FilesOutput.conflict(session::say, conflict);
        while (true) {
            session.terminal().err().print(QUESTION);
            session.terminal().err().flush();
            var line = answers.readLine();
            if (line == null) {
                return Answer.QUIT;
            }
            var answer = Answer.of(line);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
    }

    private int decide(String folder, String path, Answer answer) throws IOException {
        var keep = answer.name().toLowerCase(Locale.ROOT);
        var request = Connection.request("files-resolve")
                .text("folder", folder)
                .text("keep", keep)
                .flag("all", false);
        try {
            var result = call.call(request.open("paths", '[').text(path).close(']'), "resolving");
            var undone = JsonMembers.parse(result).list("undone");
            FilesOutput.problems(session, undone, "not done: ");
            if (undone.isEmpty()) {
                session.say("kept " + keep + ": " + path);
            }
            return applied.status(result);
        } catch (Refusal refusal) {
            // Somebody else may have decided it meanwhile; the other ones are still open.
            session.say("till: " + refusal.getMessage());
            return refusal.reason().exitStatus();
        }
    }
}
