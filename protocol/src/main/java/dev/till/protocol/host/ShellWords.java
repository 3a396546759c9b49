package dev.till.protocol.host;

import dev.till.protocol.id.Shown;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes words so that the shell of a remote account takes each of them literally, whatever is in it: SSH carries one line, and
 * a shell always reads it.
 */
public final class ShellWords {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,-]+");
    private static final Pattern OUTSIDE = Pattern.compile("['\\\\]");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private ShellWords() {}

    /** A line that runs the program {@code words} begin with; throws IllegalArgumentException when a word cannot be one. */
    public static String line(List<String> words) {
        if (words.isEmpty() || words.get(0).isEmpty()) {
            throw new IllegalArgumentException("command: nothing (expected: a program, and its arguments)");
        }
        return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
    }

    /** One word. Quotes and backslashes stand outside the quotes, where every shell, fish too, reads them alike. */
    public static String quoted(String word) {
        if (word.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("word: '" + Shown.of(word) + "' (expected: no NUL, which ends a word)");
        }
        return PLAIN.matcher(word).matches()
                ? word
                : "'" + OUTSIDE.matcher(word).replaceAll("'\\\\$0'") + "'";
    }

    /** {@code NAME=VALUE} for {@code env}; throws IllegalArgumentException when the name is none. */
    public static String variable(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 0 || !VARIABLE.matcher(assignment.substring(0, equals)).matches()) {
            throw new IllegalArgumentException(
                    "variable: '" + Shown.of(assignment) + "' (expected: NAME=VALUE, the name of A-Z a-z 0-9 _)");
        }
        return assignment;
    }
}
