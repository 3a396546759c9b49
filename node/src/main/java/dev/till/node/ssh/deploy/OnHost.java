package dev.till.node.ssh.deploy;

import dev.till.node.message.CommandInput;
import dev.till.node.ssh.procedure.Answer;
import dev.till.node.ssh.procedure.Remote;
import dev.till.node.ssh.procedure.ScriptText;
import dev.till.node.ssh.procedure.StepFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is done on the host itself, by a script that is sent along. */
record OnHost(Remote host, DeployPath to) {
    private static final String SCRIPT = ScriptText.of(OnHost.class, "deploy.sh");

    Releases look() throws StepFailed {
        return Releases.of(run("look").orFail("looking what is there").out());
    }

    void prepare(String release) throws StepFailed {
        run("prepare", release).orFail("preparing");
    }

    void switchTo(String release) throws StepFailed {
        run("switch", release).orFail("switching to " + release);
    }

    /** To the release before, or to none when there was none. */
    void switchBack(Optional<String> previous) throws StepFailed {
        if (previous.isPresent()) {
            switchTo(previous.get());
        } else {
            run("unswitch").orFail("switching back");
        }
    }

    /** Empty when it is healthy, else what it complained of. */
    Optional<String> ailment(String line) throws StepFailed {
        var answer = run("health", line);
        return answer.status() == 0 ? Optional.empty() : Optional.of(answer.complaint());
    }

    void remove(List<String> releases) throws StepFailed {
        if (!releases.isEmpty()) {
            var words = new ArrayList<>(List.of("prune"));
            words.addAll(releases);
            run(words.toArray(String[]::new)).orFail("removing old releases");
        }
    }

    private Answer run(String step, String... arguments) throws StepFailed {
        var words = new ArrayList<>(List.of(step, to.value()));
        words.addAll(List.of(arguments));
        return host.script(SCRIPT, CommandInput.NONE, words);
    }

    private Answer run(String[] words) throws StepFailed {
        return run(words[0], java.util.Arrays.copyOfRange(words, 1, words.length));
    }
}
