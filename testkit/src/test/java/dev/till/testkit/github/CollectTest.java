package dev.till.testkit.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.federation.github.ApiAddress;
import dev.till.federation.github.Backoff;
import dev.till.federation.github.Gists.Wanted;
import dev.till.federation.github.GitHub;
import dev.till.federation.github.GitHubException;
import dev.till.federation.github.RepositoryName;
import dev.till.federation.github.Token;
import dev.till.federation.hubrepo.HubRepository;
import dev.till.federation.site.HubSummary;
import dev.till.federation.site.Registration;
import dev.till.federation.site.SiteStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a hub makes of the registrations of strangers. */
class CollectTest {
    private static final RepositoryName HUB = new RepositoryName("hub/fleet");

    private final GitHubStandIn github = GitHubStandIn.plain();
    private GitHub hub;

    @BeforeEach
    void open() {
        hub = client("hub", "gist", "repo");
        github.repository(HUB.value());
    }

    @AfterEach
    void close() {
        github.close();
    }

    @Test
    void aRegistrationThatDoesNotCount_keepsNobodyOut() throws GitHubException {
        var ada = client("ada", "gist", "public_repo");
        var place = ada.gists().ensure(new Wanted("d", SiteStatus.FILE, "{\"host\":\"m4\"}", false));
        // Somebody else was quicker, with what is not theirs.
        register(client("mal", "public_repo"), "mal", new Registration("m4-1", place.id(), place.url()));
        register(ada, "ada", new Registration("m4-1", place.id(), place.url()));
        register(client("mel", "public_repo"), "mel", new Registration("m4-1", place.id(), place.url()));

        var summary = new HubRepository(hub, HUB).collect();

        assertThat(summary.sites()).isEqualTo(1);
        assertThat(summary.malformed())
                .extracting(HubSummary.Malformed::why)
                .containsExactly(
                        "gist: " + place.id() + " is not one of mal", "site_id: m4-1 is registered by ada already");
    }

    @Test
    void issuesOfOtherTitles_andPullRequests_areNotLookedAt() throws GitHubException {
        hub.repository(HUB).ensureIssue("hub", "A question", Registration.LABEL, "nonsense");
        github.pull(HUB.value(), "hub", Registration.title("m4-1"), "nonsense");

        var summary = new HubRepository(hub, HUB).collect();

        assertThat(summary.sites()).isZero();
        assertThat(summary.malformed()).isEmpty();
    }

    private static void register(GitHub who, String login, Registration registration) throws GitHubException {
        who.repository(HUB)
                .ensureIssue(login, Registration.title(registration.site()), Registration.LABEL, registration.body());
    }

    private GitHub client(String login, String... scopes) {
        return GitHub.at(
                ApiAddress.parse(github.api()),
                Optional.of(new Token(github.account(login, scopes))),
                Optional.empty(),
                InstantSource.system(),
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), new Random(3)));
    }
}
