package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Gives the node a token. */
@Command(
        name = "login",
        description = {
            "Give the node a token for GitHub; it is kept in the home, in a file that only its owner reads.",
            "It needs the scopes gist and public_repo (or repo). It is tried at once, unless the role is solo.",
            "TILL_GITHUB_TOKEN in the environment of the node comes before it, and so does what gh is logged in with."
        },
        footer = {
            "",
            "Examples:",
            "  till federate login --token-stdin <token.txt",
            "",
            "--json prints {\"login\",\"checked\",\"note\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:kept",
            "2:no token",
            "4:the node is not running",
            "5:GitHub does not know the token, or it lacks a scope"
        })
final class FederateLoginCommand extends Verb {
    @Option(names = "--token-stdin", description = "Read the token from stdin.")
    private boolean stdin;

    @Override
    int run(Session session) throws IOException, Refusal {
        if (!stdin) {
            throw new IllegalArgumentException(
                    "a token is read from stdin alone, where no other process sees it (expected: --token-stdin <FILE)");
        }
        var token = Input.text("-", session.terminal()).strip();
        var result = session.call(Connection.request("federation-login").text("token", token));
        if (session.json()) {
            session.print(result);
            return ExitStatus.DONE;
        }
        var kept = JsonMembers.parse(result);
        session.print("kept the token"
                + kept.optionalText("login").map(login -> " of " + login).orElse(""));
        kept.optionalText("note").filter(note -> !note.isEmpty()).ifPresent(session::say);
        return ExitStatus.DONE;
    }
}
