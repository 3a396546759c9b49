package dev.till.federation.outbox;

import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.time.Instant;
import java.util.Locale;

/**
 * One change to be made outside.
 *
 * @param number letters are done in the order of their numbers
 * @param target what is changed: {@code gist}, {@code issue OWNER/REPO}, {@code file OWNER/REPO PATH}
 * @param text what it is to become
 * @param created when it was wanted
 */
public record Letter(long number, Kind kind, String target, String text, Instant created) {

    /** The longest text of a gist: what GitHub takes as one file without cutting it. */
    public static final int MAX_CHARACTERS = 1_000_000;

    /** The longest text of a file in a repository: what is certain to be read back. */
    public static final int MAX_FILE_CHARACTERS = 8_000_000;

    /** What to do. Of two letters of one kind and target only the later counts. */
    public enum Kind {
        /** Have a gist with this text. */
        GIST,
        /** Have no gist any more; the text is its id, if that is known. */
        NO_GIST,
        /** Have an issue with this text in a hub's repository. */
        REGISTRATION,
        /** Have a file with this text in a repository. */
        FILE
    }

    public Letter {
        int most = kind == Kind.FILE ? MAX_FILE_CHARACTERS : MAX_CHARACTERS;
        if (text.length() > most) {
            throw new IllegalArgumentException(
                    target + ": " + text.length() + " characters (expected: at most " + most + ")");
        }
    }

    /** Whether this one makes an earlier one needless. */
    boolean supersedes(Letter earlier) {
        return target.equals(earlier.target) && (kind == earlier.kind || kind == Kind.NO_GIST);
    }

    String json() {
        return new JsonWriter(text.length() + 128)
                .open('{')
                .text("kind", kind.name().toLowerCase(Locale.ROOT))
                .text("target", target)
                .text("created", created.toString())
                .text("text", text)
                .close('}')
                .toString();
    }

    static Letter parse(long number, String json) {
        var members = JsonMembers.parse(json);
        return new Letter(
                number,
                Kind.valueOf(members.text("kind").toUpperCase(Locale.ROOT)),
                members.text("target"),
                members.text("text"),
                Instant.parse(members.text("created")));
    }
}
