package dev.till.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.till.federation.menu.HubKey;
import dev.till.node.client.ComponentClient;
import dev.till.node.socket.Refusal;
import dev.till.testkit.github.GitHubStandIn;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A GitHub with the repository of a hub, and one site that is a member, registered, with the hub's key pinned. */
final class MenuSite implements AutoCloseable {
    static final String HUB = "hub/fleet";
    static final HubKey.Pair KEY = HubKey.generate();

    private final GitHubStandIn github;
    private final TillProcess site;

    private MenuSite(Path directory, String allowed, GitHubStandIn github, List<String> more) {
        this.github = github;
        github.account("hub", "gist", "repo");
        github.repository(HUB);
        var settings = new ArrayList<>(List.of("name=m4", "github-api=" + github.api()));
        settings.addAll(more);
        if (!allowed.isEmpty()) {
            settings.add("menu-allow=" + allowed);
        }
        site = TillProcess.alone(directory.resolve("m4"), settings.toArray(String[]::new));
    }

    /**
     * One that is not started yet.
     *
     * @param allowed kinds of directives; empty for the default
     */
    static MenuSite in(Path directory, String allowed) {
        return new MenuSite(directory, allowed, GitHubStandIn.plain(), List.of());
    }

    /** The same with a GitHub that speaks TLS, as git wants it. */
    static MenuSite secureIn(Path directory) {
        var github = GitHubStandIn.secure(directory);
        return new MenuSite(directory, "", github, List.of("github-ca=" + github.certificate()));
    }

    /** Starts the site and brings it to where menus are run. */
    MenuSite start() {
        site.start();
        site.till("federate", "role", "member").orThrow();
        site.program("federate", "login", "--token-stdin")
                .reading(github.account("ada", "gist", "public_repo"))
                .run()
                .orThrow();
        site.till("register", "--hub", HUB, "--key", KEY.publicLine()).orThrow();
        return this;
    }

    GitHubStandIn github() {
        return github;
    }

    TillProcess node() {
        return site;
    }

    /** Puts a menu into the hub's repository, rightly signed. */
    void publish(String menu) {
        publish(HUB, menu);
    }

    void publish(String hub, String menu) {
        github.commit(hub, "menu.json", bytes(menu));
        github.commit(hub, "menu.json.sig", bytes(HubKey.sign(KEY.privateLine(), menu)));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Id and state of each command, in order. */
    List<String> commands() {
        try (var client = ComponentClient.connect(site.home())) {
            return client.commands().stream()
                    .map(command -> command.id() + " " + command.state().word())
                    .toList();
        } catch (IOException | Refusal e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a menu that was run was about, step by step. */
    static List<String> outcomes(JsonNode ran) {
        var lines = new ArrayList<String>();
        ran.get("steps")
                .forEach(step -> lines.add(step.get("what").asText() + " "
                        + step.get("step").asText() + " " + step.get("outcome").asText()));
        return lines;
    }

    @Override
    public void close() {
        site.close();
        github.close();
    }
}
