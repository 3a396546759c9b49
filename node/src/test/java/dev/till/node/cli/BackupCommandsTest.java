package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.api.MemoryNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCommandsTest {
    @TempDir
    Path home;

    @TempDir
    Path files;

    private MemoryNode node;
    private Till till;

    @BeforeEach
    void start() throws IOException {
        node = MemoryNode.alone(home);
        till = new Till(home);
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
    }

    @Test
    void runningNode_writesTheBackupItself() {
        var ran = till.run("backup", files.resolve("b").toString(), "--json");

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out()).isEqualTo("{\"file\":\"" + files.resolve("b") + "\",\"bytes\":7}\n");
        assertThat(till.run("backup", files.resolve("b").toString()).out()).contains("secret");
    }

    @Test
    void stoppedNode_isBackedUpWithoutIt() throws IOException {
        node.close();

        assertThat(till.run("backup", files.resolve("b").toString(), "--json").out())
                .contains("\"bytes\":7");
    }

    @Test
    void whatStandsInTheWay_isSaidWithItsExitStatus() {
        assertThat(status("there")).isEqualTo(ExitStatus.CONFLICT);
        assertThat(status("forbidden")).isEqualTo(ExitStatus.NOT_PERMITTED);
        assertThat(status("nowhere")).isEqualTo(ExitStatus.NO_SUCH_THING);
        assertThat(status("full")).isEqualTo(ExitStatus.FAILED);
        assertThat(till.run("backup").status()).isEqualTo(ExitStatus.BAD_USAGE);
        assertThat(till.run("restore").status()).isEqualTo(ExitStatus.BAD_USAGE);
    }

    @Test
    void restore_saysWhatItRestored() {
        assertThat(till.run("restore", "b", "--json").out())
                .contains("\"home\":\"" + home + "\"", "\"name\":\"m4\"", "\"created\":\"2026-01-02T03:04:05Z\"");
        assertThat(till.run("restore", "b").out()).contains("till up");
    }

    private int status(String name) {
        var ran = till.run("backup", files.resolve(name).toString());
        assertThat(ran.err()).startsWith("till: ");
        assertThat(ran.out()).isEmpty();
        return ran.status();
    }
}
