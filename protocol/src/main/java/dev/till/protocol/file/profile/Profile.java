package dev.till.protocol.file.profile;

import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.SyncMode;
import dev.till.protocol.file.sync.ConflictPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * Which paths of a folder are kept in step, and how.
 *
 * @param includes paths below the root that are kept in step, with all below them; none for everything
 * @param rules what is left out, the defaults among them
 * @param perms whether permissions are kept in step
 * @param times whether times of files are kept in step
 * @param git what is done about git repositories
 * @param hub whether contents are brought to the hub behind the fleet too
 */
public record Profile(
        List<FilePath> includes,
        List<Rule> rules,
        ConflictPolicy prefer,
        boolean perms,
        boolean times,
        GitPolicy git,
        boolean hub) {
    /** What UBOS leaves out unless told otherwise; logs are for folders of mode {@code append}. */
    private static final List<String> ALWAYS = List.of(
            ".git",
            ".vscode",
            ".pytest_cache",
            "__pycache__",
            "*.pyc",
            "*_state.json",
            // What editors and programs write beside it, to be renamed to it.
            "*_state.json[.~-]*",
            ".DS_Store",
            "models",
            ".cache");

    private static final List<String> LOGS = List.of("*.log", "proposals.jsonl", "mission_log.jsonl");

    public Profile {
        includes = List.copyOf(includes);
        rules = List.copyOf(rules);
    }

    /** Everything but what is left out by default; conflicts are left to people. */
    public static Profile defaults(SyncMode mode) {
        return new Profile(List.of(), defaultRules(mode), ConflictPolicy.DEFER, true, true, GitPolicy.NEVER, false);
    }

    /** What is left out in any case. */
    static List<Rule> defaultRules(SyncMode mode) {
        var rules = new ArrayList<Rule>();
        ALWAYS.forEach(name -> rules.add(new Rule.OfName(Glob.of(name))));
        if (mode != SyncMode.APPEND) {
            LOGS.forEach(name -> rules.add(new Rule.OfName(Glob.of(name))));
        }
        return rules;
    }

    /** Whether {@code path} is kept in step: neither it nor a directory above it is left out. */
    public boolean includes(FilePath path) {
        return isIncluded(path.value()) && !isIgnored(path.value());
    }

    /** Whether something below the directory {@code path} may be kept in step. */
    public boolean mayHold(FilePath directory) {
        var path = directory.value();
        boolean leadsToIncluded =
                includes.stream().anyMatch(include -> include.value().startsWith(path + "/"));
        return (leadsToIncluded || isIncluded(path)) && !isIgnored(path);
    }

    private boolean isIncluded(String path) {
        return includes.isEmpty()
                || includes.stream()
                        .anyMatch(include -> path.equals(include.value()) || path.startsWith(include.value() + "/"));
    }

    private boolean isIgnored(String path) {
        int end = -1;
        do {
            int start = end + 1;
            end = path.indexOf('/', start);
            var upTo = end < 0 ? path : path.substring(0, end);
            var name = upTo.substring(start);
            for (Rule rule : rules) {
                if (rule.matches(upTo, name)) {
                    return true;
                }
            }
        } while (end >= 0);
        return false;
    }
}
