package dev.till.node.ssh.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.HostCommand;
import dev.till.node.message.JobCommand.Outcome;
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
