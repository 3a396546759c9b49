package dev.till.federation.github;

import dev.till.federation.github.GitHubException.Kind;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The issues and files of one repository. */
public final class Repository {
    private static final String JSON = "application/vnd.github+json";
    private static final String RAW = "application/vnd.github.raw+json";
    private static final int MOST_PAGES = 100;

    private final GitHub github;
    private final String path;

    Repository(GitHub github, RepositoryName name) {
        this.github = github;
        path = "/repos/" + name;
    }

    /** An issue. */
    public record Issue(long number, String author, String title, String body) {}

    /**
     * The open issues, newest first, of one author or of all; at most 10,000. Not by label: GitHub drops the labels of whoever
     * may not push to the repository. Pull requests, which it lists among them, are left out.
     */
    public List<Issue> issues(Optional<String> author) throws GitHubException {
        var query = "?state=open&per_page=100"
                + author.map(login -> "&creator=" + encoded(login)).orElse("");
        var issues = new ArrayList<Issue>();
        Optional<Reply> page = Optional.of(github.get(path + "/issues" + query, JSON));
        for (int pages = 0; page.isPresent() && pages < MOST_PAGES; pages++) {
            for (String element : GitHub.elements(page.get())) {
                issue(element).ifPresent(issues::add);
            }
            page = github.next(page.get());
        }
        return issues;
    }

    /**
     * Has one open issue of that title by us, with that body: an answer that was lost on its way makes no second one.
     *
     * @param label that a new one gets, where we may give it one
     * @return its number
     */
    public long ensureIssue(String us, String title, String label, String body) throws GitHubException {
        for (Issue issue : issues(Optional.of(us))) {
            if (issue.title().equals(title)) {
                if (!issue.body().equals(body)) {
                    github.send(
                            "PATCH",
                            path + "/issues/" + issue.number(),
                            new JsonWriter()
                                    .open('{')
                                    .text("body", body)
                                    .close('}')
                                    .toString());
                }
                return issue.number();
            }
        }
        var made = github.send(
                "POST",
                path + "/issues",
                new JsonWriter()
                        .open('{')
                        .text("title", title)
                        .text("body", body)
                        .open("labels", '[')
                        .text(label)
                        .close(']')
                        .close('}')
                        .toString());
        return issue(made.body())
                .orElseThrow(() -> GitHub.notUnderstood(new IllegalArgumentException("a pull request")))
                .number();
    }

    /** The text of a file of the default branch; empty when there is none. */
    public Optional<String> file(String name) throws GitHubException {
        try {
            return Optional.of(github.get(path + "/contents/" + name, RAW).body());
        } catch (GitHubException e) {
            if (e.kind() == Kind.ABSENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Commits a file, unless it holds that text already. */
    public void ensureFile(String name, String text, String message) throws GitHubException {
        var before = file(name);
        if (before.filter(text::equals).isPresent()) {
            return;
        }
        var json = new JsonWriter(text.length() * 2)
                .open('{')
                .text("message", message)
                .text("content", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        if (before.isPresent()) {
            json.text(
                    "sha",
                    GitHub.members(github.get(path + "/contents/" + name, JSON)).text("sha"));
        }
        github.send("PUT", path + "/contents/" + name, json.close('}').toString());
    }

    /** Empty for a pull request. */
    private static Optional<Issue> issue(String json) throws GitHubException {
        try {
            var issue = JsonMembers.parse(json);
            return issue.has("pull_request")
                    ? Optional.empty()
                    : Optional.of(new Issue(
                            issue.number("number", 0),
                            issue.object("user").map(user -> user.text("login")).orElse(""),
                            issue.text("title"),
                            issue.optionalText("body").orElse("")));
        } catch (IllegalArgumentException e) {
            throw GitHub.notUnderstood(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
