package dev.till.node.ssh.deploy;

import dev.till.node.ssh.home.SshHome;
import dev.till.node.ssh.procedure.LocalProgram;
import dev.till.node.ssh.procedure.Remote;
import dev.till.node.ssh.procedure.StepFailed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The real {@code rsync}, over the real {@code ssh} with till's configuration.
 *
 * @param config of ssh
 * @param from the directory whose content is copied
 */
record Rsync(Path config, Path from, List<String> excludes, boolean compress) {
    /** Seconds after which an end that says nothing is given up; each says something every third of that. */
    private static final int SILENCE = 120;

    /**
     * Times are compared to the nanosecond: a file that was written twice within a second, with as many bytes, is another
     * file. rsync 3.1.3 (2018) and later know how.
     */
    private static final String TO_THE_NANOSECOND = "--modify-window=-1";

    /** Takes a line of output. */
    interface Lines extends Consumer<String> {}

    /** Makes {@code directory} of the host equal; what is the same in {@code linked}, beside it, becomes a hard link. */
    void copy(Remote host, String directory, List<String> linked, Lines progress) throws StepFailed {
        var words = new ArrayList<>(List.of("--info=progress2"));
        linked.forEach(release -> words.add("--link-dest=../" + release));
        run(words, host, directory, progress);
    }

    /** Tells what would be changed in {@code directory} of the host, a line each, and changes nothing. */
    void compare(Remote host, String directory, Lines changes) throws StepFailed {
        run(List.of("--dry-run", "--out-format=%i %n"), host, directory, changes);
    }

    private void run(List<String> more, Remote host, String directory, Lines out) throws StepFailed {
        var words = new ArrayList<>(List.of("rsync", "-a", "--delete", "-s", TO_THE_NANOSECOND));
        words.addAll(List.of("--timeout=" + SILENCE, "-e", shell()));
        words.addAll(more);
        excludes.forEach(pattern -> words.add("--exclude=" + pattern));
        if (compress) {
            words.add("-z");
        }
        words.add(from + (from.toString().endsWith("/") ? "" : "/"));
        words.add(SshHome.ALIAS + host.target().name() + ":" + directory + "/");
        LocalProgram.run(words, host.left(), out);
    }

    /** Without banners, which would pass for complaints. Read by rsync, which takes quotes as they are meant. A home with quotes in its name has no configuration. */
    private String shell() {
        return "ssh -o BatchMode=yes -o LogLevel=ERROR -F \"" + config + '"';
    }
}
