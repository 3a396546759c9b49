package dev.till.protocol.file.profile;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A pattern for names or paths: {@code *} stands for any characters but {@code /}, {@code ?} for one of them, {@code [a-c]} for
 * one of a set ({@code [!a-c]} of its complement), {@code {a,b}} for either.
 *
 * @param test whether a name matches
 */
public record Glob(String text, Predicate<String> test) {
    private static final Pattern SPECIAL = Pattern.compile("[*?\\[{]");

    static Glob of(String text) {
        // Every path of a folder is held against every rule, and nearly all rules are of these two kinds.
        if (!SPECIAL.matcher(text).find()) {
            return new Glob(text, text::equals);
        }
        if (text.startsWith("*") && !SPECIAL.matcher(text.substring(1)).find()) {
            var end = text.substring(1);
            int least = end.length();
            return new Glob(text, name -> name.endsWith(end) && name.lastIndexOf('/', name.length() - least - 1) < 0);
        }
        return new Glob(text, Pattern.compile(regex(text)).asMatchPredicate());
    }

    private static String regex(String text) {
        var regex = new StringBuilder();
        int braces = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int end = c == '[' ? text.indexOf(']', i + 2) : -1;
            if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else if (end > 0) {
                regex.append(set(text.substring(i + 1, end)));
                i = end;
            } else if (c == '{') {
                braces++;
                regex.append("(?:");
            } else if (c == '}' && braces > 0) {
                braces--;
                regex.append(')');
            } else if (c == ',' && braces > 0) {
                regex.append('|');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        if (braces > 0) {
            throw new IllegalArgumentException("'" + text + "': a '{' is not closed");
        }
        return regex.toString();
    }

    private static String set(String inside) {
        boolean negated = inside.startsWith("!");
        var members = (negated ? inside.substring(1) : inside)
                .replace("\\", "\\\\")
                .replace("[", "\\[")
                .replace("&", "\\&")
                .replace("^", "\\^");
        return (negated ? "[^/" : "[") + members + "]";
    }

    boolean matches(String name) {
        return test.test(name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Glob that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
