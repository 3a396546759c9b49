package dev.till.node.cli;

import dev.till.protocol.json.JsonMembers;

/** Steps of a menu as rows. */
final class MenuLines {
    private MenuLines() {}

    static void print(Session session, Iterable<String> steps) {
        var table = new Table("WHAT", "STEP", "TO", "OUTCOME");
        for (String element : steps) {
            var step = JsonMembers.parse(element);
            var why = step.text("why").replaceAll("\\p{Cntrl}+", " ");
            table.add(
                    step.text("what"),
                    step.text("step"),
                    step.text("to"),
                    step.text("outcome") + (why.isEmpty() ? "" : ": " + why));
        }
        table.print(session);
    }
}
