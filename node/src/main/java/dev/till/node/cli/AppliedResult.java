package dev.till.node.cli;

import dev.till.protocol.json.JsonMembers;

/** Shows what was done about a folder, and what was not. */
record AppliedResult(Session session) implements FilesCall.Show {
    @Override
    public int text(String result) {
        var done = JsonMembers.parse(result);
        var undone = done.list("undone");
        long count = done.number("done", 0);
        if (count == 0 && undone.isEmpty()) {
            session.print(done.text("folder") + ": nothing to do");
        } else {
            session.print(done.text("folder") + ": " + count + " done, " + undone.size() + " not done");
        }
        FilesOutput.problems(session, undone, "not done: ");
        FilesOutput.conflicts(session, done.text("folder"), done.number("conflicts", 0));
        return status(result);
    }

    @Override
    public int status(String result) {
        return JsonMembers.parse(result).list("undone").isEmpty() ? ExitStatus.DONE : ExitStatus.PARTLY_DONE;
    }
}
