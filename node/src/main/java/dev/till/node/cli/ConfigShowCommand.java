package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.client.NodeUnreachableException;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists every setting. */
@Command(
        name = "show",
        description = {
            "List every setting.",
            "With its value and where it came from: of the running node, or when none is "
                    + "running as a node started now would have them."
        },
        footer = {
            "",
            "Settings are KEY = VALUE lines of till.conf in the home, or --set KEY=VALUE of till up.",
            "--json prints an array of {\"key\",\"value\",\"source\",\"meaning\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:shown", "2:a bad setting"})
final class ConfigShowCommand extends Verb {

    @Override
    boolean take(List<String> words) {
        return words.isEmpty();
    }

    @Override
    boolean isServed(Terminal terminal) {
        return false;
    }

    @Override
    int run(Session session) throws IOException, Refusal, CommandFailure {
        var result = settings(session);
        if (session.json()) {
            session.print(result);
            return ExitStatus.DONE;
        }
        var table = new Table("KEY", "VALUE", "SOURCE", "MEANING");
        for (String json : JsonMembers.elements(result)) {
            var setting = JsonMembers.parse(json);
            table.add(setting.text("key"), setting.text("value"), setting.text("source"), setting.text("meaning"));
        }
        table.print(session);
        return ExitStatus.DONE;
    }

    private static String settings(Session session) throws IOException, Refusal, CommandFailure {
        try {
            return session.call(Connection.request("config"));
        } catch (NodeUnreachableException e) {
            if (e.reason() != Reason.UNREACHABLE) {
                throw e;
            }
        }
        session.say("the node is not running; these are the settings it would start with");
        var json = new JsonWriter(1024).open('[');
        for (NodeStarter.Setting setting : session.starter().settings(session.home())) {
            json.open('{')
                    .text("key", setting.key())
                    .text("value", setting.value())
                    .text("source", setting.source())
                    .text("meaning", setting.meaning())
                    .close('}');
        }
        return json.close(']').toString();
    }
}
