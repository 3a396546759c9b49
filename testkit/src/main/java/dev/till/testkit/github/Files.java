package dev.till.testkit.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The files of a repository, as its contents are read and written one by one. */
final class Files {
    private final Map<String, byte[]> byPath = new TreeMap<>();
    private int commits;

    /** As a commit by other means would. */
    void put(String path, byte[] content) {
        byPath.put(path, content);
        commits++;
    }

    byte[] bytes(String path) throws Refused {
        var content = byPath.get(path);
        if (content == null) {
            throw Refused.notFound();
        }
        return content;
    }

    Answer get(Request request, String path) throws Refused {
        if (request.header("accept").contains("raw")) {
            return new Answer(200, Map.of("Content-Type", "application/vnd.github.raw; charset=utf-8"), bytes(path));
        }
        return Answer.of(200, json(request, path, true));
    }

    /** A file that exists is replaced only by whoever names the blob it replaces. */
    Answer put(Request request, String path) throws Refused {
        JsonNode body = request.body();
        var old = byPath.get(path);
        var given = body.path("sha").asText("");
        if (body.path("message").asText("").isEmpty()) {
            throw new Refused(422, "Invalid request.\n\n\"message\" wasn't supplied.");
        }
        if (old != null && given.isEmpty()) {
            throw new Refused(422, "Invalid request.\n\n\"sha\" wasn't supplied.");
        }
        if (old == null ? !given.isEmpty() : !given.equals(blob(old))) {
            throw new Refused(409, path + " does not match " + given);
        }
        put(path, Base64.getMimeDecoder().decode(body.path("content").asText("")));
        var answer = Answer.object();
        answer.set("content", json(request, path, false));
        answer.set("commit", commit(request, body.path("message").asText()));
        return Answer.of(old == null ? 201 : 200, answer);
    }

    private ObjectNode json(Request request, String path, boolean whole) throws Refused {
        var content = bytes(path);
        var url = request.base() + request.path();
        var json = Answer.object();
        json.put("type", "file")
                .put("name", path.substring(path.lastIndexOf('/') + 1))
                .put("path", path);
        json.put("sha", blob(content)).put("size", content.length);
        json.put("url", url).put("git_url", url).put("html_url", url).put("download_url", url);
        json.putObject("_links").put("self", url).put("git", url).put("html", url);
        if (whole) {
            json.put("encoding", "base64")
                    .put("content", Base64.getMimeEncoder(60, new byte[] {'\n'}).encodeToString(content));
        }
        return json;
    }

    private ObjectNode commit(Request request, String message) {
        var json = Answer.object();
        var sha = hash(("commit " + commits).getBytes(StandardCharsets.UTF_8));
        json.put("sha", sha).put("node_id", "C_" + commits).put("message", message);
        json.put("url", request.base() + "/commits/" + sha).put("html_url", request.base() + "/commits/" + sha);
        return json;
    }

    /** The name that git gives these bytes. */
    private static String blob(byte[] content) {
        var head = ("blob " + content.length + "\0").getBytes(StandardCharsets.UTF_8);
        var all = new byte[head.length + content.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        return hash(all);
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
