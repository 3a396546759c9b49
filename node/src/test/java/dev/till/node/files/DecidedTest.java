package dev.till.node.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.FilesTask.Keep;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conflicts of two that one of them ends, by a command or by deleting its own. */
class DecidedTest extends ThreeDevices {
    @BeforeEach
    void disagree() throws Exception {
        a.write("june.md", "not in doubt");
        a.write("may.md", "by a");
        b.write("may.md", "by b");
        settle();
        assertThat(a.conflicts()).hasSize(1);
    }

    @Test
    void whoTakesTheOther_tellsAtOnceThatItIsDecided() throws Exception {
        a.resolve("may.md", Keep.REMOTE);
        a.meet(b);

        assertThat(a.read("may.md")).contains("by b");
        assertThat(a.conflicts()).isEmpty();
        assertThat(b.conflicts()).isEmpty();
    }

    @Test
    void whoDeletesItsOwn_getsTheOther() throws Exception {
        Files.delete(a.root.resolve("may.md"));
        settle();

        assertThat(a.read("may.md")).contains("by b");
        assertThat(b.read("may.md")).contains("by b");
        assertThat(a.conflicts()).isEmpty();
        assertThat(b.conflicts()).isEmpty();
    }

    @Test
    void whoDeletesItsOwn_tellsAtOnceThatItIsDecided() throws Exception {
        Files.delete(a.root.resolve("may.md"));
        a.round();
        a.meet(b);

        assertThat(b.conflicts()).isEmpty();
    }

    @Test
    void bothDeleteTheirOwn_andNothingIsLeft() throws Exception {
        Files.delete(a.root.resolve("may.md"));
        Files.delete(b.root.resolve("may.md"));
        settle();

        assertThat(a.read("may.md")).isEmpty();
        assertThat(b.read("may.md")).isEmpty();
        assertThat(a.conflicts()).isEmpty();
    }
}
