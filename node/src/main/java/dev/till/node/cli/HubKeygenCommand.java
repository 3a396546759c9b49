package dev.till.node.cli;

import dev.till.federation.file.OwnersFile;
import dev.till.federation.menu.HubKey;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** Makes the key of a hub. */
@Command(
        name = "keygen",
        description = {
            "Make the key that menus of a hub are signed with, and print its public half.",
            "The public half belongs into hub.pub of the hub's repository. The other half stays in federation/hub.key of the "
                    + "home: whoever has it decides what sites run. One that is there is never replaced."
        },
        footer = {"", "Examples:", "  till hub keygen >hub.pub", "", "--json prints {\"key\",\"file\"}."},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:made", "1:it cannot be written", "6:there is one already"})
final class HubKeygenCommand extends Verb {

    @Override
    boolean take(List<String> words) {
        return words.isEmpty();
    }

    @Override
    boolean isServed(Terminal terminal) {
        return false;
    }

    @Override
    int run(Session session) throws IOException, CommandFailure {
        var path = session.home().resolve("federation").resolve("hub.key");
        var file = new OwnersFile(path);
        if (file.read().isPresent()) {
            throw new CommandFailure(
                    ExitStatus.CONFLICT,
                    path + " is there already; sites that have pinned it trust no other. Move it away"
                            + " if you mean it");
        }
        OwnersFile.createDirectory(session.home());
        var pair = HubKey.generate();
        file.replace(pair.privateLine() + "\n");
        session.print(
                session.json()
                        ? new JsonWriter()
                                .open('{')
                                .text("key", pair.publicLine())
                                .text("file", path.toString())
                                .close('}')
                                .toString()
                        : pair.publicLine());
        return ExitStatus.DONE;
    }
}
