package dev.till.testkit.github;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All repositories: their issues and files. Everybody sees them; everybody with an account may open issues. */
final class Repositories {
    private final Map<String, Repository> byName = new TreeMap<>();
    private final InstantSource clock;

    Repositories(InstantSource clock) {
        this.clock = clock;
    }

    private static final class Repository {
        final Account owner;
        final List<Issue> issues = new ArrayList<>();
        final Files files = new Files();

        Repository(Account owner) {
            this.owner = owner;
        }
    }

    private record Issue(
            int number,
            Account author,
            String title,
            String body,
            List<String> labels,
            String state,
            Instant created,
            Instant updated,
            boolean pull) {}

    void add(String name, Account owner) {
        byName.put(name, new Repository(owner));
    }

    Files files(String name) throws Refused {
        return find(name).files;
    }

    /** Writing needs a token that is good for repositories, of the owner. */
    Files writable(Request request, String name) throws Refused {
        var who = request.whoMay("repo");
        var found = find(name);
        if (!found.owner.login().equals(who.login())) {
            throw new Refused(403, "Resource not accessible by personal access token");
        }
        return found.files;
    }

    Answer issues(Request request, String name) throws Refused {
        var wanted = request.query();
        var state = wanted.getOrDefault("state", "open");
        var found = new ArrayList<ObjectNode>();
        var all = find(name).issues;
        for (int i = all.size() - 1; i >= 0; i--) {
            var issue = all.get(i);
            boolean label = !wanted.containsKey("labels") || issue.labels().contains(wanted.get("labels"));
            boolean creator = wanted.getOrDefault("creator", issue.author().login())
                    .equals(issue.author().login());
            if (label && creator && (state.equals("all") || state.equals(issue.state()))) {
                found.add(json(issue, name, request.base()));
            }
        }
        return Paging.page(request, found);
    }

    Answer open(Request request, String name) throws Refused {
        var who = request.who();
        if (!who.may("repo") && !who.may("public_repo")) {
            throw new Refused(404, "Not Found", Map.of("X-Accepted-OAuth-Scopes", "public_repo, repo"));
        }
        var title = request.body().path("title").asText("");
        if (title.isEmpty()) {
            throw new Refused(422, "Validation Failed");
        }
        var labels = new ArrayList<String>();
        // Of whoever may not push, labels are dropped without a word; see "Create an issue" in GitHub's reference.
        if (find(name).owner.login().equals(who.login())) {
            request.body().path("labels").forEach(label -> labels.add(label.asText()));
        }
        var issues = find(name).issues;
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var body = request.body().path("body").asText("");
        var issue = new Issue(issues.size() + 1, who, title, body, labels, "open", now, now, false);
        issues.add(issue);
        return Answer.of(201, json(issue, name, request.base()));
    }

    /** Opens a pull request. In lists of issues GitHub shows them too. */
    void pull(String name, Account who, String title, String body) throws Refused {
        var issues = find(name).issues;
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        issues.add(new Issue(issues.size() + 1, who, title, body, List.of(), "open", now, now, true));
    }

    Answer edit(Request request, String name, int number) throws Refused {
        var who = request.who();
        var issues = find(name).issues;
        if (number < 1 || number > issues.size()) {
            throw Refused.notFound();
        }
        var old = issues.get(number - 1);
        if (!old.author().login().equals(who.login())) {
            throw new Refused(403, "Must have admin rights to Repository.");
        }
        var body = request.body();
        var issue = new Issue(
                number,
                who,
                body.path("title").asText(old.title()),
                body.path("body").asText(old.body()),
                old.labels(),
                body.path("state").asText(old.state()),
                old.created(),
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                old.pull());
        issues.set(number - 1, issue);
        return Answer.of(200, json(issue, name, request.base()));
    }

    private Repository find(String name) throws Refused {
        var found = byName.get(name);
        if (found == null) {
            throw Refused.notFound();
        }
        return found;
    }

    private static ObjectNode json(Issue issue, String name, String base) {
        var json = Answer.object();
        var repository = base + "/repos/" + name;
        var url = repository + "/issues/" + issue.number();
        json.put("id", 1000 + issue.number())
                .put("node_id", "I_" + issue.number())
                .put("number", issue.number());
        json.put("url", url).put("repository_url", repository).put("html_url", url);
        json.put("labels_url", url + "/labels{/name}").put("comments_url", url + "/comments");
        json.put("events_url", url + "/events").put("comments", 0).put("locked", false);
        json.put("title", issue.title()).put("body", issue.body()).put("state", issue.state());
        json.put("created_at", issue.created().toString())
                .put("updated_at", issue.updated().toString());
        json.putNull("closed_at").putNull("assignee").putNull("milestone");
        if (issue.pull()) {
            var at = repository + "/pulls/" + issue.number();
            json.putObject("pull_request")
                    .put("url", at)
                    .put("html_url", at)
                    .put("diff_url", at)
                    .put("patch_url", at);
        }
        json.set("user", issue.author().json(base));
        ArrayNode labels = json.putArray("labels");
        issue.labels().forEach(label -> labels.addObject().put("name", label));
        return json;
    }
}
