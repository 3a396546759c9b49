package dev.till.node.ssh.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.ssh.Sshd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupMarkTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mark_isTakenOut_howeverItIsCut_andWhatIsAroundItStays(boolean posix) throws IOException {
        var mark = new GroupMark(posix, () -> {});
        var said = Sshd.run(List.of("sh", "-c", "echo profile; " + mark.before("echo own; echo more")))
                .getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= said.length; cut++) {
            var again = new GroupMark(posix, () -> {});
            var bytes = new String(said, StandardCharsets.UTF_8)
                    .replaceFirst("till-[0-9a-f]+", word(again))
                    .getBytes(StandardCharsets.UTF_8);
            var passed = new ByteArrayOutputStream();
            passed.writeBytes(again.pass(java.util.Arrays.copyOf(bytes, cut)));
            passed.writeBytes(again.pass(java.util.Arrays.copyOfRange(bytes, cut, bytes.length)));
            passed.writeBytes(again.rest());

            assertThat(passed.toString(StandardCharsets.UTF_8))
                    .as("cut at %d", cut)
                    .isEqualTo("profile\nown\nmore\n");
            assertThat(group(again)).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/bin/bash, true",
        "/usr/bin/zsh, true",
        "sh, true",
        "/usr/bin/fish, false",
        "/bin/tcsh, false",
        "'', false"
    })
    void shell_isLearntFromTheFirstMark(String shell, boolean posix) {
        var known = new AtomicBoolean();
        var mark = new GroupMark(false, () -> known.set(true));

        mark.pass((word(mark) + " 12 " + shell + "\n").getBytes(StandardCharsets.UTF_8));

        assertThat(group(mark)).hasValue(12);
        assertThat(known.get()).isEqualTo(posix);
    }

    @Test
    void withoutAMark_nothingIsLost() {
        var mark = new GroupMark(false, () -> {});

        assertThat(mark.pass("sh: not".getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(new String(mark.rest(), StandardCharsets.UTF_8)).isEqualTo("sh: not");
        assertThat(group(mark)).isEmpty();
        assertThat(mark.rest()).isEmpty();
    }

    @Test
    void markOfSomebodyElse_isNoMark() {
        var mark = new GroupMark(false, () -> {});
        mark.pass("till-0123456789abcdef 1\n".getBytes(StandardCharsets.UTF_8));

        assertThat(group(mark)).isEmpty();
    }

    private static OptionalLong group(GroupMark mark) {
        return mark.group(Duration.ZERO).toCompletableFuture().join();
    }

    private static String word(GroupMark mark) {
        var line = mark.before("");
        return line.substring(line.indexOf("till-"), line.indexOf("till-") + 21);
    }
}
