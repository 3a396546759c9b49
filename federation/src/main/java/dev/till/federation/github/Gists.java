package dev.till.federation.github;

import dev.till.federation.github.GitHubException.Kind;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.util.Optional;
import java.util.regex.Pattern;

/** Gists: found by their description, made once, changed in place. */
public final class Gists {
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z]{1,64}");
    private static final int MOST_PAGES = 30;
    private static final int MOST_OF_ONE = 10;
    private static final String JSON = "application/vnd.github+json";

    private final GitHub github;

    Gists(GitHub github) {
        this.github = github;
    }

    /** Where a gist is. */
    public record Place(String id, String url) {}

    /** A gist as it was read: who owns it, and the text of one file. */
    public record Content(String owner, String text) {}

    /**
     * What a gist shall be.
     *
     * @param description by which it is found again; nobody else's gist of ours has it
     */
    public record Wanted(String description, String file, String text, boolean open) {}

    /** Changes a gist that is known; empty when it is not there any more. */
    public Optional<Place> update(String id, Wanted wanted) throws GitHubException {
        try {
            return Optional.of(place(github.send("PATCH", "/gists/" + checked(id), body(wanted, false))));
        } catch (GitHubException e) {
            if (e.kind() == Kind.ABSENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Makes a gist, or changes the one of that description: the answer to an earlier attempt may have been lost on its way.
     */
    public Place ensure(Wanted wanted) throws GitHubException {
        github.requireToken();
        var known = find(wanted);
        return known.isPresent()
                ? update(known.get().id(), wanted)
                        .orElseThrow(() -> new GitHubException(Kind.CONFLICT, "the gist was deleted meanwhile"))
                : place(github.send("POST", "/gists", body(wanted, true)));
    }

    /** Deletes a gist; one that is not there is deleted already. */
    public void delete(String id) throws GitHubException {
        try {
            github.send("DELETE", "/gists/" + checked(id), "");
        } catch (GitHubException e) {
            if (e.kind() != Kind.ABSENT) {
                throw e;
            }
        }
    }

    /** Deletes every gist of ours with that description and file: of one that was made, the answer may have been lost. */
    public void deleteAll(String description, String file) throws GitHubException {
        github.requireToken();
        var wanted = new Wanted(description, file, "", false);
        var found = find(wanted);
        for (int gists = 0; found.isPresent() && gists < MOST_OF_ONE; gists++) {
            delete(found.get().id());
            found = find(wanted);
        }
    }

    /** Reads one file of anybody's gist. */
    public Content read(String id, String file) throws GitHubException {
        try {
            var gist = GitHub.members(github.get("/gists/" + checked(id), JSON));
            var found = gist.object("files").flatMap(files -> files.object(file));
            if (found.isEmpty()) {
                throw new GitHubException(Kind.ABSENT, "gist " + id + " has no file " + file);
            }
            if (found.get().flag("truncated")) {
                throw new GitHubException(Kind.REFUSED, "gist " + id + ": " + file + " is over 1 MB");
            }
            return new Content(
                    gist.object("owner").map(owner -> owner.text("login")).orElse(""),
                    found.get().text("content"));
        } catch (IllegalArgumentException e) {
            throw GitHub.notUnderstood(e);
        }
    }

    private Optional<Place> find(Wanted wanted) throws GitHubException {
        Optional<Reply> page = Optional.of(github.get("/gists?per_page=100", JSON));
        for (int pages = 0; page.isPresent() && pages < MOST_PAGES; pages++) {
            for (String element : GitHub.elements(page.get())) {
                var gist = JsonMembers.parse(element);
                boolean ours = gist.optionalText("description")
                                .filter(wanted.description()::equals)
                                .isPresent()
                        && gist.object("files")
                                .filter(files -> files.has(wanted.file()))
                                .isPresent();
                if (ours) {
                    return Optional.of(place(gist));
                }
            }
            page = github.next(page.get());
        }
        return Optional.empty();
    }

    private static String body(Wanted wanted, boolean first) {
        var json = new JsonWriter(wanted.text().length() + 256).open('{').text("description", wanted.description());
        if (first) {
            json.flag("public", wanted.open());
        }
        return json.open("files", '{')
                .open(wanted.file(), '{')
                .text("content", wanted.text())
                .close('}')
                .close('}')
                .close('}')
                .toString();
    }

    private static Place place(Reply reply) throws GitHubException {
        return place(GitHub.members(reply));
    }

    private static Place place(JsonMembers gist) throws GitHubException {
        try {
            return new Place(checked(gist.text("id")), gist.text("html_url"));
        } catch (IllegalArgumentException e) {
            throw GitHub.notUnderstood(e);
        }
    }

    private static String checked(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("gist: '" + id + "' (expected: its id, letters and digits)");
        }
        return id;
    }
}
