package dev.till.federation.menu;

import dev.till.federation.menu.Condition.And;
import dev.till.federation.menu.Condition.Comparison;
import dev.till.federation.menu.Condition.Not;
import dev.till.federation.menu.Condition.Or;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads conditions, by recursive descent:
 *
 * <pre>
 * or    = and { "||" and }
 * and   = not { "&amp;&amp;" not }
 * not   = "!" not | "(" or ")" | term
 * term  = has_component("NAME")
 *       | version COMPARISON VERSION | (components | installation_count) COMPARISON NUMBER
 *       | (platform | role) (== | !=) WORD
 * </pre>
 *
 * <p>A word may stand in quotes. Anything else is an IllegalArgumentException that says where it stands.
 */
public final class ConditionParser {
    private static final int MOST_CHARACTERS = 1000;
    private static final int MOST_DEPTH = 32;
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(\\|\\||&&|<=|>=|==|!=|[<>!()]|\"[^\"\\p{Cntrl}]*\"|[A-Za-z0-9_][A-Za-z0-9_.+-]*)");

    private final List<String> tokens;
    private int at;
    private int depth;

    private ConditionParser(List<String> tokens) {
        this.tokens = tokens;
    }

    /** The condition that {@code text} writes down; always, when it is blank. */
    public static Condition parse(String text) {
        if (text.isBlank()) {
            return new Condition.Always();
        }
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "condition: " + text.length() + " characters (expected: at most " + MOST_CHARACTERS + ")");
        }
        var parser = new ConditionParser(tokens(text));
        var condition = parser.or();
        if (parser.at < parser.tokens.size()) {
            throw parser.unexpected("nothing more");
        }
        return condition;
    }

    private static List<String> tokens(String text) {
        var tokens = new ArrayList<String>();
        var token = TOKEN.matcher(text.stripTrailing());
        int end = 0;
        while (end < text.stripTrailing().length()) {
            if (!token.region(end, text.stripTrailing().length()).lookingAt()) {
                throw new IllegalArgumentException("condition: '" + text.charAt(end) + "' at character " + (end + 1)
                        + " (expected: a word, a version, a text in quotes, or one of || && ! ( ) < <= > >= == !=)");
            }
            tokens.add(token.group(1));
            end = token.end();
        }
        return tokens;
    }

    private Condition or() {
        if (++depth > MOST_DEPTH) {
            throw new IllegalArgumentException(
                    "condition: nested deeper than " + MOST_DEPTH + " (expected: at most that deep)");
        }
        var left = and();
        while (take("||")) {
            left = new Or(left, and());
        }
        depth--;
        return left;
    }

    private Condition and() {
        var left = not();
        while (take("&&")) {
            left = new And(left, not());
        }
        return left;
    }

    private Condition not() {
        boolean inverted = false;
        while (take("!")) {
            inverted = !inverted;
        }
        var inner = group();
        return inverted ? new Not(inner) : inner;
    }

    private Condition group() {
        if (take("(")) {
            var inner = or();
            expect(")");
            return inner;
        }
        return term(next("a condition"));
    }

    private Condition term(String subject) {
        return switch (subject) {
            case "has_component" -> hasComponent();
            case "version" -> new Condition.OfVersion(comparison(), VersionText.parse(word()));
            case "components", "installation_count" -> new Condition.OfCount(comparison(), number());
            case "platform" -> new Condition.OfPlatform(equality(), word());
            case "role" -> new Condition.OfRole(equality(), word());
            default -> {
                at--;
                throw unexpected("version, platform, role, components or has_component");
            }
        };
    }

    private Condition hasComponent() {
        expect("(");
        var name = word();
        expect(")");
        return new Condition.HasComponent(name);
    }

    private Comparison comparison() {
        var sign = next("a comparison");
        for (Comparison comparison : Comparison.values()) {
            if (comparison.sign().equals(sign)) {
                return comparison;
            }
        }
        at--;
        throw unexpected("one of < <= > >= == !=");
    }

    private boolean equality() {
        if (take("==")) {
            return true;
        }
        expect("!=");
        return false;
    }

    private String word() {
        var token = next("a word");
        if (token.startsWith("\"")) {
            return token.substring(1, token.length() - 1);
        }
        if (!Character.isLetterOrDigit(token.charAt(0)) && token.charAt(0) != '_') {
            at--;
            throw unexpected("a word");
        }
        return token;
    }

    private long number() {
        var token = word();
        if (!token.matches("\\d{1,9}")) {
            at--;
            throw unexpected("a number");
        }
        return Long.parseLong(token);
    }

    private String next(String expected) {
        if (at == tokens.size()) {
            throw unexpected(expected);
        }
        return tokens.get(at++);
    }

    private boolean take(String token) {
        boolean there = at < tokens.size() && tokens.get(at).equals(token);
        at += there ? 1 : 0;
        return there;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw unexpected(token);
        }
    }

    private IllegalArgumentException unexpected(String expected) {
        var found = at < tokens.size() ? "'" + tokens.get(at) + "'" : "its end";
        return new IllegalArgumentException(
                "condition: " + found + " as word " + (at + 1) + " (expected: " + expected + ")");
    }
}
