package dev.till.node.ssh.deploy;

import dev.till.node.ssh.procedure.StepFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a host has of what was deployed there.
 *
 * @param top the directory of it all, as an absolute path
 * @param whole releases from the oldest to the newest
 * @param partial releases that are not whole
 */
record Releases(String top, Optional<String> current, List<String> whole, List<String> partial) {
    /** As {@link Progress.Book#newRelease} makes them; whatever else lies there is nobody's business. */
    private static final Pattern ID = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[0-9a-z]{4,16}");

    /** Reads what the script says; throws when the host is not fit. */
    static Releases of(String answer) throws StepFailed {
        var top = first(answer, "top").orElseThrow(() -> new StepFailed("the host did not say where its home is"));
        if (first(answer, "rsync").isEmpty()) {
            throw new StepFailed("nothing was changed; the host lacks rsync (on Debian: apt-get install rsync)");
        }
        var inWay = first(answer, "inway");
        if (inWay.isPresent()) {
            throw new StepFailed("nothing was changed; " + inWay.get() + " is there and was not made by a deployment");
        }
        var whole = new ArrayList<String>();
        var partial = new ArrayList<String>();
        all(answer, "release").forEach(name -> {
            var id = name.startsWith(".") ? name.substring(1) : name;
            if (ID.matcher(id).matches()) {
                (name.startsWith(".") ? partial : whole).add(id);
            }
        });
        whole.sort(null);
        return new Releases(top, first(answer, "current").filter(whole::contains), whole, partial);
    }

    /** The release before the one in use. */
    Optional<String> beforeCurrent() {
        return current.flatMap(
                now -> whole.stream().filter(id -> id.compareTo(now) < 0).reduce((older, newer) -> newer));
    }

    /** What to remove so that {@code keep} whole releases stay, those of {@code spared} among them, and no other partial one. */
    List<String> superfluous(int keep, List<String> spared) {
        var removed = new ArrayList<String>();
        int left = whole.size();
        for (String id : whole) {
            if (left > keep && !spared.contains(id)) {
                removed.add(id);
                left--;
            }
        }
        partial.stream().filter(id -> !spared.contains(id)).forEach(id -> removed.add("." + id));
        return removed;
    }

    private static Optional<String> first(String answer, String key) {
        return all(answer, key).stream().findFirst();
    }

    private static List<String> all(String answer, String key) {
        return answer.lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .toList();
    }
}
