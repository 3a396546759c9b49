package dev.till.node.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.FilesTask.Keep;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Conflicts that somebody resolves by keeping all there is. */
class KeepingBothTest extends ThreeDevices {
    @Test
    void keepingBothTwice_keepsTheCopyOfTheFirstTime() throws Exception {
        for (String time : List.of("first", "second")) {
            a.write("may.md", time + " by a");
            b.write("may.md", time + " by b");
            settle();
            assertThat(a.conflicts()).hasSize(1);
            a.resolve("may.md", Keep.BOTH);
            settle();
        }

        assertThat(b.read("may.md")).contains("second by a");
        assertThat(b.read("may.conflict-b.md")).contains("first by b");
        assertThat(b.read("may.conflict-b-2.md")).contains("second by b");
        assertThat(a.conflicts()).isEmpty();
    }

    @Test
    void keepingBoth_onTheDeviceWhoseVersionLoses_keepsItToo() throws Exception {
        a.write("may.md", "by a");
        b.write("may.md", "by b");
        settle();

        b.resolve("may.md", Keep.BOTH);
        settle();

        assertThat(a.read("may.md")).contains("by a");
        assertThat(a.read("may.conflict-b.md")).contains("by b");
        assertThat(b.read("may.conflict-b.md")).contains("by b");
    }

    @Test
    void keepingBoth_onADeviceThatHasNeither_keepsBothAndNothingOlder() throws Exception {
        c.reach(a);
        c.reach(b);
        a.write("may.md", "before");
        settle();
        a.meet(c);
        c.round();
        assertThat(c.read("may.md")).contains("before");
        a.write("may.md", "by a");
        b.write("may.md", "by b");
        settle();
        a.meet(c);
        b.meet(c);
        c.round();

        c.resolve("may.md", Keep.BOTH);

        assertThat(c.read("may.md")).contains("by a");
        assertThat(c.read("may.conflict-b.md")).contains("by b");
    }

    @Test
    void keepingBoth_ofThree_keepsAllOfThem() throws Exception {
        c.reach(a);
        c.reach(b);
        a.write("may.md", "by a");
        b.write("may.md", "by b");
        c.write("may.md", "by c");
        settle();
        c.round();
        a.meet(c);
        b.meet(c);
        c.round();

        c.resolve("may.md", Keep.BOTH);

        assertThat(c.read("may.md")).contains("by a");
        assertThat(c.read("may.conflict-b.md")).contains("by b");
        assertThat(c.read("may.conflict-c.md")).contains("by c");
    }
}
