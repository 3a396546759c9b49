package dev.till.federation.menu;

import dev.till.federation.menu.Menu.Container;
import dev.till.federation.menu.Menu.Directive;
import dev.till.federation.menu.Menu.DirectiveType;
import dev.till.federation.menu.Menu.Priority;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads menus as strangers write them. What is not of the form throws IllegalArgumentException, naming it, and nothing of the
 * menu counts; a directive of a kind or condition that is not known is kept, and never followed.
 */
public final class MenuReader {
    private static final int MOST = 500;
    private static final int MOST_TEXT = 4000;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,58}");
    private static final Pattern REPOSITORY =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}|https://[A-Za-z0-9._~:/%-]{1,500}");
    private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,99}");

    private MenuReader() {}

    public static Menu read(String text) {
        if (text.length() > Menu.MAX_CHARACTERS) {
            throw new IllegalArgumentException(
                    "menu: " + text.length() + " characters (expected: at most " + Menu.MAX_CHARACTERS + ")");
        }
        var menu = JsonMembers.parse(text);
        var announcements = new ArrayList<String>();
        for (String announcement : bounded("announcements", menu.list("announcements"))) {
            announcements.add(printable("announcements", JsonWriter.plain(announcement)));
        }
        return new Menu(
                printable("version", JsonWriter.plain(menu.raw("version").orElse(""))),
                date(menu.text("date")),
                containers(menu),
                directives(menu),
                announcements);
    }

    private static List<Container> containers(JsonMembers menu) {
        var containers = new ArrayList<Container>();
        var given = menu.object("containers");
        if (given.isEmpty()) {
            return containers;
        }
        bounded("containers", List.copyOf(given.get().names()));
        for (String name : given.get().names()) {
            var container = given.get()
                    .object(name)
                    .orElseThrow(() -> new IllegalArgumentException("containers: null (expected: an object)"));
            containers.add(new Container(
                    shaped("container", name, ID),
                    shaped("repo", container.text("repo"), REPOSITORY),
                    shaped("version", JsonWriter.plain(container.raw("version").orElse("")), REVISION),
                    printable(
                            "description", container.optionalText("description").orElse("")),
                    availability(container)));
        }
        return containers;
    }

    private static Map<String, String> availability(JsonMembers container) {
        var availability = new TreeMap<String, String>();
        container
                .object("availability")
                .ifPresent(given -> given.names().forEach(level -> {
                    var word = given.text(level);
                    if (!Set.of("optional", "standard").contains(word)) {
                        throw new IllegalArgumentException(
                                "availability: '" + word + "' (expected: optional or standard)");
                    }
                    availability.put(level, word);
                }));
        return availability;
    }

    private static List<Directive> directives(JsonMembers menu) {
        var directives = new ArrayList<Directive>();
        var ids = new HashSet<String>();
        for (String element : bounded("directives", menu.list("directives"))) {
            var directive = directive(JsonMembers.parse(element));
            if (!ids.add(directive.id())) {
                throw new IllegalArgumentException("directives: two of the id " + directive.id());
            }
            directives.add(directive);
        }
        return directives;
    }

    private static Directive directive(JsonMembers given) {
        var id = shaped("id", given.text("id"), ID);
        var kind = given.text("type");
        var type = constant(DirectiveType.values(), kind);
        var priority = given.optionalText("priority").orElse("normal");
        var why = type.isPresent()
                ? ""
                : "type: '" + printable("type", kind) + "' (expected: update, patch, telemetry or script)";
        Condition condition = new Condition.Always();
        try {
            condition = ConditionParser.parse(given.optionalText("condition").orElse(""));
        } catch (IllegalArgumentException e) {
            why = e.getMessage();
        }
        return new Directive(
                id,
                type,
                printable("target", given.optionalText("target").orElse("")),
                condition,
                action(given),
                constant(Priority.values(), priority)
                        .orElseThrow(() -> new IllegalArgumentException("priority: '" + printable("priority", priority)
                                + "' (expected: low, normal, high or critical)")),
                given.flag("report_back"),
                why);
    }

    /** A script may have several lines. */
    private static String action(JsonMembers given) {
        var action = given.text("action");
        if (action.isBlank() || action.length() > MOST_TEXT || action.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "action: " + action.length() + " characters (expected: 1 to " + MOST_TEXT + ")");
        }
        return action;
    }

    private static <E extends Enum<E>> Optional<E> constant(E[] all, String word) {
        for (E constant : all) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    private static Instant date(String text) {
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "date: '" + printable("date", text) + "' (expected: 2026-01-02 or 2026-01-02T03:04:05Z)", e);
        }
    }

    private static List<String> bounded(String what, List<String> all) {
        if (all.size() > MOST) {
            throw new IllegalArgumentException(what + ": " + all.size() + " (expected: at most " + MOST + ")");
        }
        return all;
    }

    private static String shaped(String what, String text, Pattern shape) {
        if (!shape.matcher(text).matches() || text.contains("..")) {
            throw new IllegalArgumentException(what + ": '" + printable(what, text) + "' (expected: " + shape + ")");
        }
        return text;
    }

    private static String printable(String what, String text) {
        if (text.length() > MOST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + ": " + text.length() + " characters (expected: at most "
                    + MOST_TEXT + " without control characters)");
        }
        return text;
    }
}
