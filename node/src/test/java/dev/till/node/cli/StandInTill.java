package dev.till.node.cli;

import dev.till.node.api.MemoryNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A till of a few lines of shell, for hosts that are set up. */
final class StandInTill {

    /** It keeps what a node would know in two files, and runs as long as the first is there. */
    static final String TEXT = """
            #!/bin/sh
            state=$HOME/state
            case "$*" in
              --version) echo 'till VERSION' ;;
              'device status --json')
                [ -e "$state" ] || exit 4
                echo '{"device":"DEVICE","fleet":"'"$(cat "$state")"'","devices":1,"revoked":false}' ;;
              up*) echo $$ >>"$HOME/starts"
                [ -e "$HOME/state.kept" ] || echo other >"$HOME/state.kept"
                cp "$HOME/state.kept" "$state"
                echo '{"ready":true}'
                while [ -e "$state" ]; do sleep 0.1; done ;;
              down) rm "$state"; sleep 0.3 ;;
              *enroll*) read -r line; echo "$* $line" >>"$HOME/enrolled"; echo FLEET >"$HOME/state.kept"
                cp "$HOME/state.kept" "$state" ;;
              sync) ;;
              'host merge') cat >"$HOME/given" ;;
              *) exit 2 ;;
            esac
            """.replace("FLEET", "a".repeat(32)).replace("DEVICE\"", MemoryNode.PEER + "\"");

    private StandInTill() {}

    /** Makes a distribution of it, or of something like it. */
    static void distribute(Path root, String version, String text) throws IOException {
        Files.createDirectories(root.resolve("lib"));
        Files.createDirectories(root.resolve("bin"));
        HostFixture.executable(root.resolve("bin/till"), text.replace("VERSION", version));
    }
}
