package dev.till.node.cli;

import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.util.List;
import java.util.function.Consumer;

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

    /** How a folder stands. */
    static FilesCall.Show standing(Session session) {
        return result -> stands(session, result);
    }

    private static int stands(Session session, String result) {
        var folder = JsonMembers.parse(result);
        session.print(folder.text("folder") + "  " + folder.text("mode") + "  " + folder.text("state") + "  "
                + folder.text("root") + "  "
                + folder.optionalText("last_round")
                        .map(at -> "last round " + at)
                        .orElse("no round yet"));
        long conflicts = folder.number("conflicts", 0);
        long waiting = folder.number("waiting", 0);
        if (conflicts > 0 || waiting > 0) {
            session.print("  " + conflicts + " in conflict, " + waiting + " to be tried again");
        }
        folder.optionalText("trouble").ifPresent(trouble -> session.say("trouble: " + trouble));
        return ExitStatus.DONE;
    }

    static void problems(Session session, List<String> problems, String kind) {
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

    static void conflicts(Session session, String folder, long conflicts) {
        if (conflicts > 0) {
            session.say(conflicts + (conflicts == 1 ? " conflict waits" : " conflicts wait")
                    + " for a decision; see: till files" + " conflicts " + folder);
        }
    }

    /** A conflict and its versions. */
    static void conflict(Consumer<String> to, JsonMembers conflict) {
        to.accept(conflict.text("folder") + "  " + conflict.text("path"));
        for (String each : conflict.list("versions")) {
            var version = JsonMembers.parse(each);
            to.accept("    " + version.text("device") + "  " + version.number("size", 0) + " bytes, written "
                    + version.text("mtime"));
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
