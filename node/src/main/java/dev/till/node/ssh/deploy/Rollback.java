package dev.till.node.ssh.deploy;

import dev.till.node.ssh.deploy.Progress.Step;
import dev.till.node.ssh.procedure.Procedure;
import dev.till.node.ssh.procedure.Remote;
import dev.till.node.ssh.procedure.StepFailed;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Goes back to the release before the one in use.
 *
 * @param to where releases are kept; without it the only place there is
 * @param health a line for the shell of the host that has to end well then; else all stays as it was
 */
public record Rollback(Optional<DeployPath> to, Optional<String> health, boolean dry, Progress.Book book)
        implements Procedure {

    @Override
    public String on(Remote host) throws StepFailed {
        var path = to.isPresent() ? to.get() : only(host);
        var on = new OnHost(host, path);
        var there = on.look();
        if (there.current().isEmpty()) {
            throw new StepFailed("nothing was deployed to " + there.top() + " there");
        }
        var current = there.current().get();
        var previous = previous(there, book.read(host.target().name(), path))
                .orElseThrow(() -> new StepFailed("there is no release before " + current + ", which stays in use"));
        if (dry) {
            return "would go back from " + current + " to " + previous;
        }
        on.switchTo(previous);
        var ailment = health.isPresent() ? on.ailment(health.get()) : Optional.<String>empty();
        if (ailment.isPresent()) {
            on.switchTo(current);
            throw new StepFailed(previous + " is not healthy: " + ailment.get() + "; " + current + " stays in use");
        }
        var progress = new Progress(Step.ROLLED_BACK, Optional.of(previous), Optional.empty(), Optional.empty());
        book.write(host.target().name(), path, progress, "in use, instead of " + current);
        return previous + " is in use, instead of " + current;
    }

    /** What was in use when the current one was deployed; else, and for whoever goes back further, the next older one. */
    private static Optional<String> previous(Releases there, Progress before) {
        return before.step() == Step.DEPLOYED && before.release().equals(there.current())
                ? before.previous().filter(there.whole()::contains).or(there::beforeCurrent)
                : there.beforeCurrent();
    }

    private DeployPath only(Remote host) throws StepFailed {
        var paths = book.paths(host.target().name());
        if (paths.size() != 1) {
            throw new StepFailed(
                    paths.isEmpty()
                            ? "nothing was deployed there, as far as this fleet knows"
                            : "something was deployed to several places there; say which by --to: "
                                    + paths.stream().map(DeployPath::value).collect(Collectors.joining(", ")));
        }
        return paths.get(0);
    }
}
