package dev.till.protocol.file.profile;

import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.SyncMode;
import dev.till.protocol.file.sync.ConflictPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the text of a profile: {@code key = value} lines, of which {@code path} and {@code ignore} may come often. A
 * {@code #} begins a comment at the start of a line and nowhere else: a rule with a comment behind it would be a rule for
 * something else, so it is an error.
 */
public final class ProfileText {
    private static final Set<String> KEYS = Set.of("root", "path", "ignore", "prefer", "perms", "times", "git", "hub");

    private final SyncMode mode;
    private final List<FilePath> includes = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final Map<Object, Integer> lines = new HashMap<>();
    private final List<Fault> errors = new ArrayList<>();
    private final List<Fault> warnings = new ArrayList<>();
    private final Map<String, Boolean> flags = new HashMap<>();
    private ConflictPolicy prefer = ConflictPolicy.DEFER;
    private GitPolicy git = GitPolicy.NEVER;

    private ProfileText(SyncMode mode) {
        this.mode = mode;
        rules.addAll(Profile.defaultRules(mode));
    }

    /** What is wrong in a line, counted from 1. */
    public record Fault(int line, String what) {
        @Override
        public String toString() {
            return "line " + line + ": " + what;
        }
    }

    /** What was read; the profile counts only when there are no errors. */
    public record Parsed(Profile profile, List<Fault> errors, List<Fault> warnings) {
        public Parsed {
            errors = List.copyOf(errors);
            warnings = List.copyOf(warnings);
        }
    }

    /** Reads all of it and tells all that is wrong at once. */
    public static Parsed parse(String text, SyncMode mode) {
        var reading = new ProfileText(mode);
        int number = 0;
        for (String line : text.split("\r?\n", -1)) {
            number++;
            var stripped = line.strip();
            if (!stripped.isEmpty() && !stripped.startsWith("#")) {
                reading.line(number, stripped);
            }
        }
        reading.warnOfIdleRules();
        var profile = new Profile(
                reading.includes,
                reading.rules,
                reading.prefer,
                reading.flags.getOrDefault("perms", true),
                reading.flags.getOrDefault("times", true),
                reading.git,
                reading.flags.getOrDefault("hub", false));
        return new Parsed(profile, reading.errors, reading.warnings);
    }

    private void line(int number, String line) {
        int equals = line.indexOf('=');
        var key = equals < 0 ? line : line.substring(0, equals).strip();
        var value = equals < 0 ? "" : line.substring(equals + 1).strip();
        try {
            if (equals < 0 || value.isEmpty()) {
                throw new IllegalArgumentException("'" + line + "' (expected: KEY = VALUE)");
            }
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException(
                        "unknown key '" + key + "' (expected: path, ignore, prefer, perms, times, git or hub)");
            }
            if (value.matches(".*\\s#.*")) {
                throw new IllegalArgumentException("'" + value + "': a comment behind a value would become part of it;"
                        + " put it on a line of its own");
            }
            set(number, key, value);
        } catch (IllegalArgumentException e) {
            errors.add(new Fault(number, e.getMessage()));
        }
    }

    private void set(int number, String key, String value) {
        switch (key) {
            case "root" ->
                warnings.add(new Fault(number, "root is not read: each device names its own with `till files add`"));
            case "path" -> include(number, value);
            case "ignore" -> ignore(number, value);
            case "git" -> git = GitPolicy.parse(value);
            case "prefer" -> prefer = ConflictPolicy.parse(value);
            default -> flags.put(key, flag(key, value));
        }
    }

    private void include(int number, String value) {
        var path = new FilePath(value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
        includes.add(path);
        lines.put(path, number);
    }

    private void ignore(int number, String value) {
        int space = value.indexOf(' ');
        var kind = space < 0 ? value : value.substring(0, space);
        var pattern = space < 0 ? "" : value.substring(space).strip();
        if (pattern.isEmpty() || !(kind.equals("Name") || kind.equals("Path"))) {
            throw new IllegalArgumentException("ignore: '" + value + "' (expected: Name GLOB or Path GLOB)");
        }
        boolean ofName = kind.equals("Name");
        if (ofName && pattern.contains("/")) {
            throw new IllegalArgumentException("ignore: 'Name " + pattern
                    + "' can never match, for no name holds a '/'; say 'Path " + pattern + "'");
        }
        var glob = Glob.of(
                pattern.length() > 1 && pattern.endsWith("/") ? pattern.substring(0, pattern.length() - 1) : pattern);
        var rule = ofName ? new Rule.OfName(glob) : new Rule.OfPath(glob);
        if (rules.contains(rule)) {
            warnings.add(new Fault(number, "'" + value + "' is left out already"));
        } else {
            rules.add(rule);
            lines.put(rule, number);
        }
    }

    private static boolean flag(String key, String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(key + ": '" + value + "' (expected: true or false)");
        };
    }

    /** Rules that can never match anything are mistakes: their writer means them to do something. */
    private void warnOfIdleRules() {
        var withoutIncludes = new Profile(List.of(), rules, prefer, true, true, git, false);
        for (FilePath include : includes) {
            if (!withoutIncludes.includes(include)) {
                warnings.add(new Fault(
                        lines.get(include),
                        "path " + include + " is left out by an ignore rule"
                                + (mode == SyncMode.APPEND ? "" : " (logs are for folders of mode append)")));
            }
        }
        for (Rule rule : rules) {
            if (rule instanceof Rule.OfPath ofPath
                    && lines.containsKey(rule)
                    && isIdle(ofPath.glob().text())) {
                warnings.add(new Fault(
                        lines.get(rule),
                        "Path " + ofPath.glob().text()
                                + " can never match: it does not lie within a path that is kept in step"));
            }
        }
    }

    private boolean isIdle(String glob) {
        if (glob.startsWith("/") || glob.startsWith("./") || glob.contains("../")) {
            return true;
        }
        var fixed = glob.replaceAll("[*?\\[{].*", "");
        return !includes.isEmpty()
                && includes.stream()
                        .noneMatch(include -> (include.value() + "/").startsWith(fixed)
                                || fixed.startsWith(include.value() + "/")
                                || (fixed.equals(glob) && (include.value() + "/").startsWith(fixed + "/")));
    }
}
