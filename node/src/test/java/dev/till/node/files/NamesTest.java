package dev.till.node.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.RegisterKey;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names that differ in case only, and files that get another name. */
class NamesTest extends ThreeDevices {
    @Test
    void namesThatDifferInCaseOnly_areKeptApart_butMayBeRenamed() throws Exception {
        a.write("README", "first");
        a.write("Docs/x", "x");
        settle();
        b.write("readme", "second");
        b.write("docs/y", "y");
        settle();
        assertThat(b.problems()).anySatisfy(problem -> assertThat(problem).startsWith("readme: differs from README"));
        assertThat(b.problems()).anySatisfy(problem -> assertThat(problem).startsWith("docs/y: differs from Docs"));
        assertThat(a.read("readme")).isEmpty();
        assertThat(b.read("readme")).contains("second");

        Files.move(b.root.resolve("readme"), b.root.resolve("other"));
        Files.move(a.root.resolve("README"), a.root.resolve("Readme"));
        settle();

        assertThat(b.read("Readme")).contains("first");
        assertThat(b.read("README")).isEmpty();
        assertThat(a.read("other")).contains("second");
    }

    @Test
    void namesThatDifferInCaseOnly_createdOnTwoDevices_areNeverMixed() throws Exception {
        a.write("README", "of a");
        b.write("readme", "of b");

        settle();

        assertThat(a.read("README")).contains("of a");
        assertThat(b.read("readme")).contains("of b");
        assertThat(a.read("readme")).isEmpty();
        assertThat(b.read("README")).isEmpty();
        assertThat(a.problems()).hasSize(1);
        assertThat(b.problems()).hasSize(1);
    }

    @Test
    void moves_areToldAsOneThing_onBothDevices() throws Exception {
        a.write("one", "content");
        settle();
        Files.move(a.root.resolve("one"), a.root.resolve("two"));

        settle();

        for (TestDevice device : List.of(a, b)) {
            var note = device.work.diary().newest(1).get(0);
            assertThat(note.what()).isEqualTo("file_renamed");
            assertThat(note.path()).isEqualTo("two");
            assertThat(note.why()).contains("one");
            var name = new DeviceName(device.work.self());
            assertThat(device.registers
                            .get(RegisterKey.of("file-events/notes", name.value()))
                            .register()
                            .value()
                            .orElseThrow()
                            .json())
                    .contains("\"file_renamed\"")
                    .contains("\"old_path\":\"one\"")
                    .contains("\"new_path\":\"two\"");
        }
    }

    @Test
    void moveAgainstEdit_keepsBoth_andNobodyHasToDecide() throws Exception {
        a.write("f1", "base");
        settle();
        Files.move(a.root.resolve("f1"), a.root.resolve("g1"));
        b.write("f1", "of b");

        settle();

        for (TestDevice device : List.of(a, b)) {
            assertThat(device.read("f1")).contains("of b");
            assertThat(device.read("g1")).contains("base");
            assertThat(device.conflicts()).isEmpty();
        }
    }
}
