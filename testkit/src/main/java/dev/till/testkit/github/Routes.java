package dev.till.testkit.github;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is asked for where. */
final class Routes {
    private static final Pattern GIST = Pattern.compile("/gists/([0-9a-f]+)");
    private static final Pattern ISSUES = Pattern.compile("/repos/([^/]+/[^/]+)/issues");
    private static final Pattern ISSUE = Pattern.compile("/repos/([^/]+/[^/]+)/issues/(\\d+)");
    private static final Pattern CONTENTS = Pattern.compile("/repos/([^/]+/[^/]+)/contents/(.+)");

    final Gists gists;
    final Repositories repositories;

    Routes(InstantSource clock) {
        gists = new Gists(clock);
        repositories = new Repositories(clock);
    }

    Answer answer(Request request) throws Refused {
        var path = request.path();
        if (path.equals("/user")) {
            return user(request);
        }
        if (path.equals("/graphql")) {
            return GraphQl.answer(request, gists);
        }
        if (path.equals("/gists")) {
            return request.method().equals("POST") ? gists.create(request) : gists.list(request);
        }
        Matcher gist = GIST.matcher(path);
        if (gist.matches()) {
            return gist(request, gist.group(1));
        }
        Matcher issues = ISSUES.matcher(path);
        if (issues.matches()) {
            return request.method().equals("POST")
                    ? repositories.open(request, issues.group(1))
                    : repositories.issues(request, issues.group(1));
        }
        Matcher issue = ISSUE.matcher(path);
        if (issue.matches() && request.method().equals("PATCH")) {
            return repositories.edit(request, issue.group(1), Integer.parseInt(issue.group(2)));
        }
        Matcher contents = CONTENTS.matcher(path);
        if (contents.matches()) {
            return request.method().equals("PUT")
                    ? repositories.writable(request, contents.group(1)).put(request, contents.group(2))
                    : repositories.files(contents.group(1)).get(request, contents.group(2));
        }
        throw Refused.notFound();
    }

    /** GitHub takes POST for PATCH, and its own command line tool sends that. */
    private Answer gist(Request request, String id) throws Refused {
        return switch (request.method()) {
            case "GET" -> gists.get(request, id);
            case "PATCH", "POST" -> gists.edit(request, id);
            case "DELETE" -> gists.delete(request, id);
            default -> throw Refused.notFound();
        };
    }

    private static Answer user(Request request) throws Refused {
        var who = request.who();
        var json = who.json(request.base());
        for (String unknown : new String[] {"name", "company", "blog", "location", "email", "hireable", "bio"}) {
            json.putNull(unknown);
        }
        json.put("public_repos", 0).put("public_gists", 0).put("followers", 0).put("following", 0);
        json.put("created_at", "2020-01-01T00:00:00Z").put("updated_at", "2020-01-01T00:00:00Z");
        return Answer.of(200, json.put("user_view_type", "public"))
                .with(
                        "X-OAuth-Scopes",
                        String.join(", ", who.scopes().stream().sorted().toList()));
    }

    /** Bytes of a percent-encoded text; a plus sign stands for itself, as in paths. */
    static String decoded(String text) {
        var out = new ByteArrayOutputStream();
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%' && i + 2 < bytes.length) {
                out.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                out.write(bytes[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
