package dev.till.node.cli;

import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.util.List;

/** Shows what is answered about folders to people. */
final class FilesOutput {
    private FilesOutput() {}

    /** What a round would do. */
    static int plan(Session session, String json) {
        var plan = JsonMembers.parse(json);
        var folder = plan.text("folder");
        var actions = plan.list("actions");
        for (String each : actions) {
            var action = JsonMembers.parse(each);
            session.print(action.text("action") + "  " + action.text("path") + "  (" + action.text("reason") + ")");
        }
        if (actions.isEmpty()) {
            session.print("nothing to do");
        }
        problems(session, plan.list("problems"), "left out: ");
        brakes(session, folder, plan.list("brakes"));
        conflicts(session, folder, plan.number("conflicts", 0));
        if (plan.flag("more")) {
            session.say("and more; what is shown is the beginning");
        }
        return ExitStatus.DONE;
    }

    /** What was done. */
    static int applied(Session session, String json) {
        var done = JsonMembers.parse(json);
        var undone = done.list("undone");
        long count = done.number("done", 0);
        if (count == 0 && undone.isEmpty()) {
            session.print(done.text("folder") + ": nothing to do");
        } else {
            session.print(done.text("folder") + ": " + count + " done, " + undone.size() + " not done");
        }
        problems(session, undone, "not done: ");
        conflicts(session, done.text("folder"), done.number("conflicts", 0));
        return undone.isEmpty() ? ExitStatus.DONE : ExitStatus.PARTLY_DONE;
    }

    private static void problems(Session session, List<String> problems, String kind) {
        for (String each : problems) {
            var problem = JsonMembers.parse(each);
            session.say(kind + problem.text("path") + ": " + problem.text("why"));
        }
    }

    private static void brakes(Session session, String folder, List<String> brakes) {
        for (String brake : brakes) {
            session.say("apply would stop: " + JsonWriter.plain(brake) + "; if that is meant: till files apply "
                    + folder + " --force");
        }
    }

    private static void conflicts(Session session, String folder, long conflicts) {
        if (conflicts > 0) {
            session.say(conflicts + (conflicts == 1 ? " conflict waits" : " conflicts wait")
                    + " for a decision; see: till files" + " conflicts " + folder);
        }
    }

    /** A folder in one line of a table. */
    static void addRow(Table table, String json) {
        var folder = JsonMembers.parse(json);
        table.add(folder.text("folder"), folder.text("mode"), folder.text("state"), folder.text("root"));
    }

    static Table table() {
        return new Table("FOLDER", "MODE", "STATE", "ROOT");
    }
}
