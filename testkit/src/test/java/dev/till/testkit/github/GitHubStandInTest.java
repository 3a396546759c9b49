package dev.till.testkit.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.till.testkit.process.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stand-in answers as GitHub says it answers, and remembers what it was asked. */
class GitHubStandInTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final GitHubStandIn github = GitHubStandIn.plain();
    private String ada;

    @BeforeEach
    void open() {
        ada = github.account("ada", "gist", "repo");
        github.repository("ada/hub");
    }

    @AfterEach
    void close() {
        github.close();
    }

    @Test
    void everyAnswer_isOneThatGitHubDescribes() throws Exception {
        var openApi = OpenApi.load();
        var gist =
                post("/gists", "{\"description\":\"d\",\"public\":false,\"files\":{\"a.json\":{\"content\":\"{}\"}}}");
        var id = Json.of(gist.body()).get("id").asText();
        openApi.check("/gists", "post", gist);
        openApi.check("/gists", "get", get("/gists"));
        openApi.check("/gists/{gist_id}", "get", get("/gists/" + id));
        openApi.check("/gists/{gist_id}", "get", get("/gists/" + "0".repeat(32)));
        openApi.check("/gists/{gist_id}", "patch", send("PATCH", "/gists/" + id, "{\"description\":\"e\"}"));
        openApi.check("/user", "get", get("/user"));
        var issues = "/repos/{owner}/{repo}/issues";
        openApi.check(
                issues, "post", post("/repos/ada/hub/issues", "{\"title\":\"t\",\"body\":\"b\",\"labels\":[\"l\"]}"));
        openApi.check(issues, "post", post("/repos/ada/hub/issues", "{}"));
        github.pull("ada/hub", "ada", "a pull request", "b");
        openApi.check(issues, "get", get("/repos/ada/hub/issues"));
        openApi.check(
                issues + "/{issue_number}", "patch", send("PATCH", "/repos/ada/hub/issues/1", "{\"body\":\"c\"}"));
        var contents = "/repos/{owner}/{repo}/contents/{path}";
        var file = "{\"message\":\"m\",\"content\":\"" + base64("hello") + "\"}";
        openApi.check(contents, "put", send("PUT", "/repos/ada/hub/contents/menu.json", file));
        openApi.check(contents, "get", get("/repos/ada/hub/contents/menu.json"));
        openApi.check(contents, "put", send("PUT", "/repos/ada/hub/contents/menu.json", file));
    }

    /** Its description says of 409 that exactly one of two shapes fits, and every error fits both. */
    @Test
    void aFileThatHasChangedMeanwhile_isNotReplaced() throws Exception {
        github.commit("ada/hub", "menu.json", "new".getBytes(StandardCharsets.UTF_8));

        var file = "{\"message\":\"m\",\"content\":\"" + base64("mine") + "\",\"sha\":\"0\"}";
        assertThat(send("PUT", "/repos/ada/hub/contents/menu.json", file).statusCode())
                .isEqualTo(409);

        assertThat(github.file("ada/hub", "menu.json")).hasValue("new");
    }

    @Test
    void anAnswerThatLacksWhatGitHubPromises_isNoticed() throws Exception {
        var openApi = OpenApi.load();
        post("/repos/ada/hub/issues", "{\"title\":\"t\"}");
        var issues = Json.of(get("/repos/ada/hub/issues").body());
        ((ObjectNode) issues.get(0)).remove("user");

        assertThat(openApi.faults("/repos/{owner}/{repo}/issues", "get", 200, issues))
                .isNotEmpty();
    }

    @Test
    void sameContent_isNotSentTwice() throws Exception {
        var first = get("/gists");
        var second = CLIENT.send(
                request("/gists")
                        .header(
                                "If-None-Match",
                                first.headers().firstValue("ETag").orElseThrow())
                        .build(),
                BodyHandlers.ofString());

        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.headers().firstValue("X-RateLimit-Used")).hasValue("1");
    }

    @Test
    void lists_comeInPages() throws Exception {
        for (int i = 0; i < 3; i++) {
            post("/gists", "{\"files\":{\"a\":{\"content\":\"" + i + "\"}}}");
        }

        var page = get("/gists?per_page=2");

        assertThat(Json.of(page.body())).hasSize(2);
        var next = page.headers().firstValue("Link").orElseThrow();
        assertThat(Json.of(get(next.substring(next.indexOf("/gists"), next.indexOf('>')))
                        .body()))
                .hasSize(1);
    }

    @Test
    void requestsPastTheLimit_areRefusedUntilItIsReset() throws Exception {
        github.limit(1, Duration.ofHours(1));

        assertThat(get("/user").statusCode()).isEqualTo(200);
        var refused = get("/user");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("X-RateLimit-Remaining")).hasValue("0");
    }

    @Test
    void faults_strikeOneRequestEach() throws Exception {
        github.fail(Fault.secondaryLimit(Duration.ofSeconds(7)), Fault.status(502, "Bad gateway"));

        var limited = get("/user");
        assertThat(limited.statusCode()).isEqualTo(403);
        assertThat(limited.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(get("/user").statusCode()).isEqualTo(502);
        assertThat(get("/user").statusCode()).isEqualTo(200);
    }

    @Test
    void cutConnection_comesAfterTheDeed() {
        github.fail(Fault.cut());

        assertThatThrownBy(() -> post("/gists", "{\"files\":{\"a\":{\"content\":\"x\"}}}"))
                .isInstanceOf(IOException.class);
        assertThat(github.gists("ada")).hasSize(1);
    }

    @Test
    void labels_areTheOwnersToGive() throws Exception {
        var issue = "{\"title\":\"t\",\"labels\":[\"l\"]}";
        assertThat(Json.of(post("/repos/ada/hub/issues", issue).body()).get("labels"))
                .hasSize(1);

        ada = github.account("eve", "public_repo");

        assertThat(Json.of(post("/repos/ada/hub/issues", issue).body()).get("labels"))
                .isEmpty();
    }

    @Test
    void unplugged_nobodyAnswers_andNothingIsDone() throws Exception {
        github.unplug();
        assertThatThrownBy(() -> get("/user")).isInstanceOf(IOException.class);
        github.plug();

        assertThat(get("/user").statusCode()).isEqualTo(200);
        assertThat(github.seen()).hasSize(1);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return CLIENT.send(
                request(path).method(method, BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(github.api() + path)).header("Authorization", "Bearer " + ada);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
