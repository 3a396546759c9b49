package dev.till.node.ssh.deploy;

import dev.till.node.ssh.deploy.Progress.Step;
import dev.till.node.ssh.procedure.Procedure;
import dev.till.node.ssh.procedure.Remote;
import dev.till.node.ssh.procedure.StepFailed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Copies a directory into a new release, switches to it when it is whole, and back when it is not healthy. How far it has come
 * is written down after each step, so one that was interrupted goes on where it stopped, from whatever device.
 *
 * @param config of the real ssh
 */
public record Deploy(DeployPlan plan, Path config, Progress.Book book) implements Procedure {

    @Override
    public String on(Remote host) throws StepFailed {
        host.tell("looking what is there");
        var on = new OnHost(host, plan.to());
        var there = on.look();
        var before = book.read(host.target().name(), plan.to());
        if (plan.dry()) {
            return preview(host, there);
        }
        // The release in use was switched to, but nobody has seen it healthy: it is no place to go back to.
        boolean unproven = before.step() == Step.SWITCHED && before.release().equals(there.current());
        var goBackTo = unproven ? before.previous().filter(there.whole()::contains) : there.current();
        String release;
        if (there.current().isPresent() && changes(host, there).isEmpty()) {
            if (!unproven) {
                return "nothing to do: " + there.current().get() + " is the same";
            }
            release = there.current().get();
        } else {
            release = copy(host, on, there, before);
        }
        note(host, new Progress(Step.SWITCHED, Optional.of(release), goBackTo, from()), "in use, not checked yet");
        on.switchTo(release);
        check(host, on, release, goBackTo);
        return finish(host, on, release, goBackTo);
    }

    private String preview(Remote host, Releases there) throws StepFailed {
        if (there.current().isEmpty()) {
            return "would make the first release, of all that is in " + plan.from();
        }
        var changes = changes(host, there);
        changes.forEach(host::print);
        return changes.isEmpty()
                ? "nothing to do: " + there.current().get() + " is the same"
                : "would make a new release with " + changes.size() + " changes";
    }

    private List<String> changes(Remote host, Releases there) throws StepFailed {
        host.tell("comparing");
        var changes = new ArrayList<String>();
        rsync().compare(host, there.top() + "/releases/" + there.current().orElseThrow(), line -> {
            // The directory itself only has another time, for it was made by us.
            if (!line.endsWith(" ./")) {
                changes.add(line);
            }
        });
        return changes;
    }

    private String copy(Remote host, OnHost on, Releases there, Progress before) throws StepFailed {
        boolean resumes = before.step() == Step.COPYING
                && before.release().filter(there.partial()::contains).isPresent();
        var release = resumes ? before.release().get() : book.newRelease();
        note(host, new Progress(Step.COPYING, Optional.of(release), there.current(), from()), "being copied");
        host.tell((resumes ? "going on with " : "copying ") + release);
        on.prepare(release);
        var linked = there.current().map(List::of).orElse(List.of());
        try {
            rsync().copy(host, there.top() + "/releases/." + release, linked, new Paced(host::tell, release + ": "));
        } catch (StepFailed failed) {
            throw new StepFailed("copying: " + failed.getMessage()
                    + "; what is in use there is as it was, and deploying again goes on" + " from here");
        }
        return release;
    }

    private void check(Remote host, OnHost on, String release, Optional<String> goBackTo) throws StepFailed {
        if (plan.health().isEmpty()) {
            return;
        }
        host.tell("checking its health");
        var ailment = on.ailment(plan.health().get());
        if (ailment.isPresent()) {
            on.switchBack(goBackTo);
            var back = goBackTo.map(previous -> "went back to " + previous).orElse("nothing is in use, as before");
            note(
                    host,
                    new Progress(Step.REVERTED, Optional.of(release), goBackTo, from()),
                    "not healthy: " + ailment.get());
            throw new StepFailed(release + " is not healthy: " + ailment.get() + "; " + back);
        }
    }

    private String finish(Remote host, OnHost on, String release, Optional<String> previous) throws StepFailed {
        note(host, new Progress(Step.DEPLOYED, Optional.of(release), previous, from()), "in use");
        var spared = new ArrayList<>(List.of(release));
        previous.ifPresent(spared::add);
        on.remove(on.look().superfluous(plan.keep(), spared));
        return release + " is in use" + previous.map(id -> ", before it " + id).orElse("");
    }

    private void note(Remote host, Progress progress, String message) throws StepFailed {
        book.write(host.target().name(), plan.to(), progress, message);
    }

    private Rsync rsync() {
        return new Rsync(config, plan.from(), plan.excludes(), plan.compress());
    }

    private Optional<String> from() {
        return Optional.of(plan.from().toString());
    }
}
