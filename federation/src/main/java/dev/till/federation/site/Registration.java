package dev.till.federation.site;

import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.util.regex.Pattern;

/**
 * Where a site's gist is, as it tells a hub by an issue: a sentence for people, and JSON between fences.
 *
 * @param site its id
 * @param gist the id of its gist
 * @param url where people look at it
 */
public record Registration(String site, String gist, String url) {
    /** The label of such an issue, for people: GitHub drops it where the site may not push to the repository. */
    public static final String LABEL = "till-registration";

    private static final String TITLE = "till registration: ";

    private static final Pattern SITE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern GIST = Pattern.compile("[0-9A-Za-z]{1,64}");
    private static final String FENCE = "```";

    public Registration {
        requireSite(site);
        if (!GIST.matcher(gist).matches()) {
            throw new IllegalArgumentException("gist: '" + shown(gist) + "' (expected: its id, letters and digits)");
        }
    }

    /** Refuses what is no id of a site. */
    static void requireSite(String site) {
        if (!SITE.matcher(site).matches()) {
            throw new IllegalArgumentException("site_id: '" + shown(site)
                    + "' (expected: 1 to 100 of A-Z a-z 0-9 . _ -, beginning with a letter or digit)");
        }
    }

    /** The title of the issue of a site. */
    public static String title(String site) {
        return TITLE + site;
    }

    /** Whether an issue of that title is to be one. */
    public static boolean isTitle(String title) {
        return title.startsWith(TITLE);
    }

    /** The body of the issue. */
    public String body() {
        return "The site `" + site + "` publishes its status in a gist.\n\n" + FENCE + "json\n"
                + new JsonWriter()
                        .open('{')
                        .number("till_registration", 1)
                        .text("site_id", site)
                        .text("gist", gist)
                        .text("url", url)
                        .close('}')
                + "\n" + FENCE + "\n";
    }

    /** Reads the body of an issue; throws IllegalArgumentException, saying what is wrong. */
    public static Registration parse(String body) {
        int begin = body.indexOf(FENCE + "json");
        int end = begin < 0 ? -1 : body.indexOf(FENCE, begin + FENCE.length());
        if (end < 0) {
            throw new IllegalArgumentException("no JSON between fences");
        }
        var members = JsonMembers.parse(body.substring(begin + FENCE.length() + "json".length(), end));
        if (members.number("till_registration", 0) != 1) {
            throw new IllegalArgumentException(
                    "till_registration: " + members.raw("till_registration").orElse("nothing") + " (expected: 1)");
        }
        return new Registration(
                members.text("site_id"),
                members.text("gist"),
                members.optionalText("url").orElse(""));
    }

    private static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
