package dev.till.node.ssh.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.HostCommand;
import dev.till.node.message.JobCommand.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MinaRunTest {
    private final List<String> told = new ArrayList<>();

    @Test
    void outputThatOvertakesTheNewsOfTheBeginning_isToldAfterIt() {
        var run = new MinaRun(
                HostCommand.of("x"),
                new GroupMark(true, () -> {}),
                new Recorder(),
                line -> CompletableFuture.completedFuture(true),
                Runnable::run);

        run.doWriteData(new byte[] {'a'}, 0, 1);
        run.begin();

        assertThat(told).containsExactly("begun", "printed");
    }

    @Test
    void commandThatIsAskedToEnd_beforeItsGroupIsKnown_isAskedWhenItIs() {
        var mark = new GroupMark(true, () -> {});
        var asked = new ArrayList<String>();
        var run = new MinaRun(
                HostCommand.of("x"),
                mark,
                new Recorder(),
                line -> {
                    asked.add(line);
                    return CompletableFuture.completedFuture(true);
                },
                Runnable::run);
        run.begin();

        var heard = run.terminate();
        assertThat(heard.toCompletableFuture()).isNotDone();
        var said = (mark.before("").split(" ", 3)[1] + " 4242\n").getBytes(StandardCharsets.US_ASCII);
        run.doWriteExtendedData(said, 0, said.length);

        assertThat(asked).containsExactly("kill -TERM -4242");
        assertThat(heard.toCompletableFuture()).isCompleted();
    }

    private final class Recorder implements RunListener {
        @Override
        public void refused(Unreached why) {
            told.add("refused");
        }

        @Override
        public void begun(RemoteRun run) {
            told.add("begun");
        }

        @Override
        public void printed(boolean error, byte[] bytes) {
            told.add("printed");
        }

        @Override
        public void ended(Outcome outcome) {
            told.add("ended");
        }
    }
}
