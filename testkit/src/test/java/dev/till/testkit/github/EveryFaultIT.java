package dev.till.testkit.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.federation.github.ApiAddress;
import dev.till.federation.github.Backoff;
import dev.till.federation.github.Gists.Place;
import dev.till.federation.github.GitHubException;
import dev.till.federation.github.Tokens;
import dev.till.federation.outbox.Errands;
import dev.till.federation.outbox.Errands.Outcome;
import dev.till.federation.outbox.Letter;
import dev.till.federation.outbox.Letter.Kind;
import dev.till.federation.outbox.Outside;
import dev.till.federation.role.NotAllowed;
import dev.till.federation.role.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A gist, a registration and a file, done as a node does them: whichever request goes wrong and however, in the end there is
 * one of each, with the text that was wanted.
 */
@Tag("patient")
class EveryFaultIT {
    /** All of it takes about so many requests. */
    private static final int REQUESTS = 14;

    private static final int ATTEMPTS = 4;
    private static final String HUB = "hub/fleet";

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("401", Fault.unauthorized(), false),
                Arguments.of("403, too much at once", Fault.secondaryLimit(Duration.ofSeconds(2)), false),
                Arguments.of("404", Fault.status(404, "Not Found"), true),
                Arguments.of("409", Fault.status(409, "Conflict"), false),
                Arguments.of("422", Fault.status(422, "Validation Failed"), true),
                Arguments.of("500", Fault.status(500, "Oops"), false),
                Arguments.of("502", Fault.status(502, "Bad gateway"), false),
                Arguments.of("slow", Fault.slow(Duration.ofMillis(50)), false),
                Arguments.of("cut", Fault.cut(), false));
    }

    /**
     * @param refusal whether GitHub says by it that it never will, so that a letter may be set aside
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void atAnyRequest_thereIsOneOfEachInTheEnd(String name, Fault fault, boolean refusal) throws Exception {
        for (int at = 0; at < REQUESTS; at++) {
            try (var github = GitHubStandIn.plain()) {
                github.account("hub", "gist", "repo");
                github.repository(HUB);
                var token = github.account("ada", "gist", "repo");
                github.repository("ada/summary");
                for (int i = 0; i < at; i++) {
                    github.fail(Fault.none());
                }
                github.fail(fault);

                var aside = new Site(github, token).run();

                var message = name + " at request " + at + ": " + github.changes();
                assertThat(refusal ? List.<Letter>of() : aside).as(message).isEmpty();
                boolean gist = aside.stream().noneMatch(letter -> letter.kind() == Kind.GIST);
                assertThat(github.gists("ada")).as(message).hasSizeLessThanOrEqualTo(1);
                if (gist) {
                    assertThat(github.gist(github.gists("ada").get(0)).orElseThrow())
                            .as(message)
                            .containsEntry("status.json", "two");
                }
                assertThat(made(github, "POST /repos/hub/fleet/issues"))
                        .as(message)
                        .isLessThanOrEqualTo(1);
                if (aside.isEmpty()) {
                    assertThat(made(github, "POST /repos/hub/fleet/issues"))
                            .as(message)
                            .isEqualTo(1);
                    assertThat(github.file("ada/summary", "status.json"))
                            .as(message)
                            .hasValue("{}");
                }
            }
        }
    }

    /** How many of these were done. */
    private static long made(GitHubStandIn github, String line) {
        return github.seen().stream()
                .filter(seen -> seen.line().equals(line) && (seen.status() == 0 || seen.status() == 201))
                .count();
    }

    /** What a node keeps in mind from letter to letter. */
    private final class Site {
        private final Errands errands;
        private Optional<Place> gist = Optional.empty();

        Site(GitHubStandIn github, String token) {
            var outside = new Outside(
                    ApiAddress.parse(github.api()),
                    new Tokens(Optional.of(token), directory.resolve("token")),
                    Optional.empty(),
                    now::get,
                    new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), new Random(7)));
            errands = new Errands(outside, "m4-12345678", false);
        }

        List<Letter> run() throws NotAllowed, IOException {
            var aside = new ArrayList<Letter>();
            for (Letter letter : List.of(
                    letter(1, Kind.GIST, "gist", "one"),
                    letter(2, Kind.REGISTRATION, "issue " + HUB, "m4-12345678"),
                    letter(3, Kind.FILE, "file ada/summary status.json", "{}"),
                    letter(4, Kind.GIST, "gist", "two"),
                    letter(5, Kind.REGISTRATION, "issue " + HUB, "m4-12345678"))) {
                if (!isDone(letter)) {
                    aside.add(letter);
                }
            }
            return aside;
        }

        private boolean isDone(Letter letter) throws NotAllowed, IOException {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                try {
                    if (errands.run(letter, Role.MEMBER, gist) instanceof Outcome.Published published) {
                        gist = Optional.of(published.place());
                    }
                    return true;
                } catch (GitHubException e) {
                    boolean again = e.concernsAll() || e.kind() == GitHubException.Kind.CONFLICT;
                    if (!again) {
                        return false;
                    }
                    now.set(now.get().plus(e.pause()).plusMillis(1));
                } catch (IOException needsAGist) {
                    return false;
                }
            }
            return false;
        }

        private Letter letter(long number, Kind kind, String target, String text) {
            return new Letter(number, kind, target, text, Instant.EPOCH);
        }
    }
}
