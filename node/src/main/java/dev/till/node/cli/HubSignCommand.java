package dev.till.node.cli;

import dev.till.federation.file.OwnersFile;
import dev.till.federation.menu.HubKey;
import dev.till.federation.menu.MenuReader;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Signs a menu. */
@Command(
        name = "sign",
        description = {
            "Check a menu and write its signature into FILE.sig.",
            "Both belong into the hub's repository, as menu.json and menu.json.sig, next to hub.pub."
        },
        footer = {"", "Examples:", "  till hub sign menu.json", "", "--json prints {\"file\",\"signature\"}."},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:signed", "2:not a menu", "3:no such file, or no key yet"})
final class HubSignCommand extends Verb {
    @Parameters(index = "0", paramLabel = "FILE", description = "The menu.")
    private String name;

    @Override
    int run(Session session) throws IOException, CommandFailure {
        if (name.equals("-")) {
            throw new IllegalArgumentException("FILE: '-' (expected: a file, for the signature goes next to it)");
        }
        var text = Input.text(name, session.terminal());
        check(text);
        var key = new OwnersFile(session.home().resolve("federation").resolve("hub.key"))
                .read()
                .orElseThrow(() -> new CommandFailure(
                        ExitStatus.NO_SUCH_THING, "there is no key of a hub here; make one with `till hub keygen`"));
        var signature = HubKey.sign(key, text);
        var file = Path.of(name + ".sig");
        Files.writeString(file, signature + "\n");
        session.print(
                session.json()
                        ? new JsonWriter()
                                .open('{')
                                .text("file", file.toString())
                                .text("signature", signature)
                                .close('}')
                                .toString()
                        : "signed: " + file);
        return ExitStatus.DONE;
    }

    private void check(String text) {
        try {
            for (var directive : MenuReader.read(text).directives()) {
                if (!directive.why().isEmpty()) {
                    throw new IllegalArgumentException(directive.id() + ": " + directive.why());
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": not signed: " + e.getMessage(), e);
        }
    }
}
