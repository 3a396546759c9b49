package dev.till.testkit.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.till.federation.github.ApiAddress;
import dev.till.federation.github.Backoff;
import dev.till.federation.github.Gists.Wanted;
import dev.till.federation.github.GitHub;
import dev.till.federation.github.GitHubException;
import dev.till.federation.github.GitHubException.Kind;
import dev.till.federation.github.RepositoryName;
import dev.till.federation.github.Token;
import dev.till.federation.github.Trusted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our client of GitHub against the stand-in. */
class ClientTest {
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), new Random(5));

    private final GitHubStandIn github = GitHubStandIn.plain();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final InstantSource clock = now::get;
    private GitHub client;

    @BeforeEach
    void open() {
        client = client(github.account("ada", "gist", "public_repo", "repo"));
        github.repository("ada/hub");
    }

    @AfterEach
    void close() {
        github.close();
    }

    @Test
    void aGist_isMadeOnce_evenWhenTheAnswerIsLost() throws GitHubException {
        github.fail(Fault.none(), Fault.cut());

        assertThat(failure(() -> client.gists().ensure(wanted("1"))).kind()).isEqualTo(Kind.UNREACHABLE);
        var place = client.gists().ensure(wanted("2"));

        assertThat(github.gists("ada")).containsExactly(place.id());
        assertThat(github.gist(place.id()).orElseThrow()).containsEntry("status.json", "2");
        assertThat(github.changes()).containsExactly("POST /gists", "PATCH /gists/" + place.id());
    }

    @Test
    void aGist_isFoundOnLaterPages() throws GitHubException {
        var first = client.gists().ensure(wanted("1"));
        for (int i = 0; i < 101; i++) {
            client.gists().ensure(new Wanted("other " + i, "other.json", "x", false));
        }

        assertThat(client.gists().ensure(wanted("2"))).isEqualTo(first);
    }

    @Test
    void aGistThatIsGone_isToldFromOneThatCannotBeReached() throws GitHubException {
        var place = client.gists().ensure(wanted("1"));
        github.removeGist(place.id());

        assertThat(client.gists().update(place.id(), wanted("2"))).isEmpty();
        client.gists().delete(place.id());
    }

    @Test
    void anIssue_isOpenedOnce_andBroughtUpToDate() throws GitHubException {
        var hub = client.repository(new RepositoryName("ada/hub"));
        github.fail(Fault.none(), Fault.cut());
        failure(() -> hub.ensureIssue("ada", "title", "label", "1"));

        hub.ensureIssue("ada", "title", "label", "1");
        hub.ensureIssue("ada", "title", "label", "2");

        assertThat(github.changes()).containsExactly("POST /repos/ada/hub/issues", "PATCH /repos/ada/hub/issues/1");
        assertThat(hub.issues(Optional.empty())).hasSize(1);
    }

    /** Labels of whoever may not push are dropped there. */
    @Test
    void anIssueAtSomebodyElses_isOpenedOnce() throws GitHubException {
        var hub = client(github.account("eve", "public_repo")).repository(new RepositoryName("ada/hub"));

        hub.ensureIssue("eve", "title", "label", "1");
        hub.ensureIssue("eve", "title", "label", "2");

        assertThat(github.changes()).containsExactly("POST /repos/ada/hub/issues", "PATCH /repos/ada/hub/issues/1");
    }

    @Test
    void aPullRequest_isNoIssue() throws GitHubException {
        var hub = client.repository(new RepositoryName("ada/hub"));
        github.pull("ada/hub", "ada", "title", "mine");

        assertThat(hub.issues(Optional.empty())).isEmpty();
        assertThat(hub.ensureIssue("ada", "title", "label", "1")).isEqualTo(2);
    }

    @Test
    void everyGistOfADescription_isDeleted_andNoOther() throws GitHubException {
        github.fail(Fault.none(), Fault.cut());
        var lost = failure(() -> client.gists().ensure(wanted("1")));
        var other = client.gists().ensure(new Wanted("another", "status.json", "x", false));

        assertThat(lost.isInDoubt()).isTrue();
        client.gists().deleteAll(wanted("").description(), wanted("").file());

        assertThat(github.gists("ada")).containsExactly(other.id());
    }

    @Test
    void withoutAToken_nothingIsAskedOfWhatIsOurs() {
        var nobody = GitHub.at(ApiAddress.parse(github.api()), Optional.empty(), Optional.empty(), clock, QUICK);

        var failure = failure(() -> nobody.gists().ensure(wanted("1")));

        assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(failure.getMessage()).contains("no token", "till federate login");
        assertThat(github.seen()).isEmpty();
    }

    @Test
    void whatIsNotPermittedAnyMore_goesOnWithNothing() throws GitHubException {
        for (int i = 0; i < 101; i++) {
            client.gists().ensure(new Wanted("other " + i, "other.json", "x", false));
        }
        var before = github.seen().size();
        var requests = new AtomicInteger();
        var stopped = client.whileIt(() -> requests.getAndIncrement() < 1);

        var failure = failure(() -> stopped.gists().ensure(wanted("1")));

        assertThat(failure.getMessage()).contains("role of this machine was changed");
        assertThat(github.seen()).hasSize(before + 1);
    }

    @Test
    void anAnswerThatStopsInItsMiddle_isGivenUp_andAskedForAnew() throws GitHubException {
        github.commit("ada/hub", "menu.json", "{}".repeat(50_000).getBytes(StandardCharsets.UTF_8));
        github.fail(Fault.stalled());

        assertThat(impatient().repository(new RepositoryName("ada/hub")).file("menu.json"))
                .isPresent();

        assertThat(github.seen()).hasSize(2);
    }

    @Test
    void aChangeWhoseAnswerStops_isInDoubt_andNotTriedAgain() {
        github.fail(Fault.none(), Fault.stalled());

        var failure = failure(() -> impatient().gists().ensure(wanted("1")));

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure.isInDoubt()).isTrue();
        assertThat(failure.getMessage()).contains("whole answer");
        assertThat(github.changes()).hasSize(1);
    }

    /** Long enough for whoever answers at all, on a machine that has much to do. */
    private GitHub impatient() {
        var token = new Token(github.account("ada", "gist", "repo"));
        return GitHub.at(
                ApiAddress.parse(github.api()),
                Optional.of(token),
                Optional.empty(),
                clock,
                QUICK,
                Duration.ofSeconds(5));
    }

    @Test
    void aRedirect_isNotFollowed() {
        github.fail(Fault.status(301, "Moved Permanently", Map.of("Location", "http://127.0.0.1:1/")));

        var failure =
                failure(() -> client.repository(new RepositoryName("ada/hub")).file("menu.json"));

        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure.getMessage()).contains("301", "/repos/ada/hub/contents/menu.json");
        assertThat(github.seen()).hasSize(1);
    }

    @Test
    void aFile_isCommittedOnlyWhenItDiffers() throws GitHubException {
        var hub = client.repository(new RepositoryName("ada/hub"));

        hub.ensureFile("status.json", "1", "m");
        hub.ensureFile("status.json", "1", "m");
        hub.ensureFile("status.json", "2", "m");

        assertThat(github.changes()).hasSize(2);
        assertThat(github.file("ada/hub", "status.json")).hasValue("2");
        assertThat(hub.file("none.json")).isEmpty();
    }

    @Test
    void whatHasNotChanged_isNotSentAgain() throws GitHubException {
        github.commit("ada/hub", "menu.json", "{}".getBytes(StandardCharsets.UTF_8));
        var hub = client.repository(new RepositoryName("ada/hub"));

        assertThat(hub.file("menu.json")).hasValue("{}");
        assertThat(hub.file("menu.json")).hasValue("{}");
        github.commit("ada/hub", "menu.json", "[]".getBytes(StandardCharsets.UTF_8));
        assertThat(hub.file("menu.json")).hasValue("[]");

        assertThat(github.seen()).extracting(Seen::status).containsExactly(200, 304, 200);
    }

    @Test
    void afterASecondaryLimit_noRequestIsMadeBeforeItsTime() throws GitHubException {
        github.fail(Fault.secondaryLimit(Duration.ofSeconds(30)));

        var limited = failure(() -> client.identity());
        assertThat(limited.kind()).isEqualTo(Kind.LIMITED);
        assertThat(limited.pause()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(32));
        now.set(now.get().plusSeconds(29));
        assertThat(failure(() -> client.identity()).kind()).isEqualTo(Kind.LIMITED);
        assertThat(github.seen()).hasSize(1);

        now.set(now.get().plusSeconds(5));
        assertThat(client.identity().login()).isEqualTo("ada");
    }

    @Test
    void afterThePrimaryLimit_itWaitsForTheReset() throws GitHubException {
        github.limit(0, Duration.ofSeconds(90));

        var limited = failure(() -> client.identity());

        assertThat(limited.pause()).isBetween(Duration.ofSeconds(88), Duration.ofSeconds(92));
        github.limit(100, Duration.ofHours(1));
        now.set(now.get().plusSeconds(93));
        assertThat(client.identity().login()).isEqualTo("ada");
    }

    @Test
    void ourClockMayBeWrong() {
        now.set(Instant.now().plus(Duration.ofDays(400)));
        github.limit(0, Duration.ofSeconds(90));

        assertThat(failure(() -> client.identity()).pause()).isBetween(Duration.ofSeconds(80), Duration.ofSeconds(100));
    }

    @Test
    void reading_isTriedAgain_writingIsNot() throws GitHubException {
        github.fail(Fault.status(502, "Bad gateway"), Fault.status(500, "Oops"));
        assertThat(client.identity().login()).isEqualTo("ada");

        github.fail(Fault.none(), Fault.status(500, "Oops"));
        assertThat(failure(() -> client.gists().ensure(wanted("1"))).kind()).isEqualTo(Kind.TROUBLE);
        assertThat(github.gists("ada")).isEmpty();
    }

    @Test
    void eachRefusal_isUnderstood() {
        github.fail(
                Fault.unauthorized(), Fault.status(404, "Not Found"), Fault.status(409, "c"), Fault.status(422, "v"));

        assertThat(failure(() -> client.identity()).kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(failure(() -> client.identity()).kind()).isEqualTo(Kind.ABSENT);
        assertThat(failure(() -> client.identity()).kind()).isEqualTo(Kind.CONFLICT);
        assertThat(failure(() -> client.identity()).kind()).isEqualTo(Kind.REFUSED);
    }

    @Test
    void theMissingScope_isNamed() {
        var poor = client(github.account("eve", "repo"));

        var failure = failure(() -> poor.gists().ensure(wanted("1")));

        assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(failure.getMessage()).contains("lacks the scope gist");
    }

    @Test
    void noFailure_showsTheToken() {
        var token = github.account("mal", "gist");
        github.fail(Fault.unauthorized());

        assertThat(failure(() -> client(token).identity()).toString()).doesNotContain(token);
    }

    @Test
    void overTls_onlyACertificateThatIsTrusted_isSpokenTo(@TempDir Path directory) throws IOException, GitHubException {
        try (var secure = GitHubStandIn.secure(directory)) {
            var token = new Token(secure.account("ada", "gist"));
            var api = ApiAddress.parse(secure.api());
            var trusting =
                    GitHub.at(api, Optional.of(token), Optional.of(Trusted.also(secure.certificate())), clock, QUICK);
            var wary = GitHub.at(api, Optional.of(token), Optional.empty(), clock, QUICK);

            assertThat(trusting.identity().login()).isEqualTo("ada");
            assertThat(failure(() -> wary.identity()).kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(secure.seen()).hasSize(1);
        }
    }

    private interface Call {
        void make() throws GitHubException;
    }

    private static GitHubException failure(Call call) {
        return catchThrowableOfType(GitHubException.class, call::make);
    }

    private GitHub client(String token) {
        return GitHub.at(ApiAddress.parse(github.api()), Optional.of(new Token(token)), Optional.empty(), clock, QUICK);
    }

    private static Wanted wanted(String text) {
        return new Wanted("Till Federation Status for m4", "status.json", text, false);
    }
}
