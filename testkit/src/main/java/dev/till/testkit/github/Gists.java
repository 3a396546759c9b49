package dev.till.testkit.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All gists. A secret one is read by whoever knows its id, and listed to its owner alone. */
final class Gists {
    private final Map<String, Gist> byId = new TreeMap<>();
    private final InstantSource clock;
    private long made;

    Gists(InstantSource clock) {
        this.clock = clock;
    }

    /** One gist, replaced whole when it changes. */
    record Gist(
            String id,
            Account owner,
            String description,
            boolean open,
            Map<String, String> files,
            Instant created,
            Instant updated,
            int version) {}

    Answer list(Request request) throws Refused {
        var who = request.whoMay("gist");
        return Paging.page(
                request,
                of(who).stream().map(gist -> json(gist, request.base(), false)).toList());
    }

    List<Gist> of(Account who) {
        return byId.values().stream()
                .filter(gist -> gist.owner().login().equals(who.login()))
                .sorted(Comparator.comparing(Gist::updated)
                        .thenComparing(Gist::id)
                        .reversed())
                .toList();
    }

    Answer create(Request request) throws Refused {
        var who = request.whoMay("gist");
        var files = files(Map.of(), request.body().path("files"));
        if (files.isEmpty()) {
            throw new Refused(422, "Validation Failed");
        }
        var now = now();
        var id = String.format("%032x", ++made);
        var description = request.body().path("description").asText("");
        var gist = new Gist(id, who, description, request.body().path("public").asBoolean(), files, now, now, 1);
        byId.put(id, gist);
        return Answer.of(201, json(gist, request.base(), true)).with("Location", request.base() + "/gists/" + id);
    }

    Answer get(Request request, String id) throws Refused {
        return Answer.of(200, json(find(id), request.base(), true));
    }

    Answer edit(Request request, String id) throws Refused {
        var old = own(request, id);
        var files = files(old.files(), request.body().path("files"));
        if (files.isEmpty()) {
            throw new Refused(422, "Validation Failed");
        }
        var description = request.body().path("description").asText(old.description());
        var gist = new Gist(id, old.owner(), description, old.open(), files, old.created(), now(), old.version() + 1);
        byId.put(id, gist);
        return Answer.of(200, json(gist, request.base(), true));
    }

    Answer delete(Request request, String id) throws Refused {
        own(request, id);
        byId.remove(id);
        return Answer.empty(204);
    }

    /** As its owner would do with a browser. */
    void remove(String id) {
        byId.remove(id);
    }

    Optional<Gist> at(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    private Gist find(String id) throws Refused {
        return at(id).orElseThrow(Refused::notFound);
    }

    private Gist own(Request request, String id) throws Refused {
        var gist = find(id);
        if (!gist.owner().login().equals(request.whoMay("gist").login())) {
            throw Refused.notFound();
        }
        return gist;
    }

    private static Map<String, String> files(Map<String, String> before, JsonNode changes) {
        var files = new TreeMap<>(before);
        changes.properties().forEach(change -> {
            var name = change.getValue().path("filename").asText(change.getKey());
            var content = change.getValue().path("content");
            if (change.getValue().isNull()) {
                files.remove(change.getKey());
            } else if (content.isTextual()) {
                files.remove(change.getKey());
                files.put(name, content.asText());
            }
        });
        return files;
    }

    private ObjectNode json(Gist gist, String base, boolean whole) {
        var json = Answer.object();
        var url = base + "/gists/" + gist.id();
        json.put("url", url).put("id", gist.id()).put("node_id", "G_" + gist.id());
        json.put("forks_url", url + "/forks").put("commits_url", url + "/commits");
        json.put("git_pull_url", url + ".git").put("git_push_url", url + ".git");
        json.put("html_url", url).put("comments_url", url + "/comments").put("comments", 0);
        json.put("public", gist.open()).put("description", gist.description()).put("truncated", false);
        json.put("created_at", gist.created().toString())
                .put("updated_at", gist.updated().toString());
        json.putNull("user");
        json.set("owner", gist.owner().json(base));
        var files = json.putObject("files");
        gist.files().forEach((name, content) -> {
            var file = files.putObject(name);
            file.put("filename", name).put("type", "application/json").put("language", "JSON");
            file.put("raw_url", url + "/raw/" + gist.version() + "/" + name);
            file.put("size", content.getBytes(StandardCharsets.UTF_8).length);
            if (whole) {
                file.put("truncated", false).put("content", content);
            }
        });
        return json;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
