package dev.till.protocol.file.profile;

import java.util.regex.Pattern;

/**
 * A pattern for names or paths: {@code *} stands for any characters but {@code /}, {@code ?} for one of them, {@code [a-c]} for
 * one of a set ({@code [!a-c]} of its complement), {@code {a,b}} for either.
 */
public record Glob(String text, Pattern pattern) {

    static Glob of(String text) {
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
        return new Glob(text, Pattern.compile(regex.toString()));
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
        return pattern.matcher(name).matches();
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
