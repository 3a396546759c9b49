package dev.till.node.cli;

import dev.till.node.socket.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/** A command. */
abstract class Verb implements Callable<Integer> {
    private Session session;

    /** Says what to work with; before it is called. */
    void use(Session given) {
        session = given;
    }

    /** Takes plain words as its arguments; false when they need the parser, which all do unless a command says otherwise. */
    boolean take(List<String> words) {
        return false;
    }

    /**
     * Takes the option at {@code at}, with its value if it has one; answers how many arguments these are, and 0 when it needs the
     * parser, which all do unless a command says otherwise. Called before {@link #take}.
     */
    int option(String[] args, int at) {
        return 0;
    }

    /**
     * Whether, as a plain line, it may run in another process than its caller's, to which only what it prints goes back. Not so
     * when it reads input, the environment or files; paths that are only handed on are made by {@link Session#path}.
     */
    boolean isServed(Terminal terminal) {
        return true;
    }

    @Override
    public Integer call() throws IOException, Refusal, CommandFailure {
        int status = run(session);
        session.out().flush();
        return status;
    }

    /** Does it; answers one of {@link ExitStatus}. */
    abstract int run(Session session) throws IOException, Refusal, CommandFailure;
}
