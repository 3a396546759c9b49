package dev.till.federation.github;

import dev.till.federation.github.GitHubException.Kind;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * Requests to one GitHub API: conditional where it was asked before, within its limits, tried again where that is harmless,
 * and with a bound on time and size. Redirects are not followed: the token goes to one address alone.
 */
public final class GitHub {
    /** The largest answer that is read. */
    public static final int MAX_BYTES = 8 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 3;
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"next\"");

    private final ApiAddress api;
    private final Optional<Token> token;
    private final HttpClient client;
    private final Limits limits;
    private final Backoff backoff;
    private final Duration patience;
    private final EtagCache cache;
    private final BooleanSupplier permitted;

    private GitHub(
            ApiAddress api,
            Optional<Token> token,
            HttpClient client,
            Limits limits,
            Backoff backoff,
            Duration patience,
            EtagCache cache,
            BooleanSupplier permitted) {
        this.api = api;
        this.token = token;
        this.client = client;
        this.limits = limits;
        this.backoff = backoff;
        this.patience = patience;
        this.cache = cache;
        this.permitted = permitted;
    }

    /**
     * Opens no connection yet.
     *
     * @param trusted whom to trust as that GitHub; empty: whom the JVM trusts
     */
    public static GitHub at(
            ApiAddress api, Optional<Token> token, Optional<SSLContext> trusted, InstantSource clock, Backoff backoff) {
        return at(api, token, trusted, clock, backoff, PATIENCE);
    }

    /**
     * Opens no connection yet.
     *
     * @param patience with each answer, its body included
     */
    public static GitHub at(
            ApiAddress api,
            Optional<Token> token,
            Optional<SSLContext> trusted,
            InstantSource clock,
            Backoff backoff,
            Duration patience) {
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10));
        trusted.ifPresent(builder::sslContext);
        return new GitHub(
                api, token, builder.build(), new Limits(clock), backoff, patience, new EtagCache(), () -> true);
    }

    /** The same, as long as that is so: afterwards no request is made any more, in whatever it is in the middle of. */
    public GitHub whileIt(BooleanSupplier isPermitted) {
        return new GitHub(api, token, client, limits, backoff, patience, cache, isPermitted);
    }

    /** What the token may be used for, and whose it is. */
    public record Identity(String login, Set<String> scopes) {}

    /** Asks who we are; this is also how a token is tried. */
    public Identity identity() throws GitHubException {
        var reply = get("/user", "application/vnd.github+json");
        var scopes = new HashSet<String>();
        reply.scopes()
                .ifPresent(all -> Arrays.stream(all.split(",", -1))
                        .map(String::strip)
                        .filter(scope -> !scope.isEmpty())
                        .forEach(scopes::add));
        return new Identity(members(reply).text("login"), scopes);
    }

    /** The gists that this token owns or reads. */
    public Gists gists() {
        return new Gists(this);
    }

    /** The issues and files of a repository. */
    public Repository repository(RepositoryName name) {
        return new Repository(this, name);
    }

    /** The object that an answer holds. */
    static JsonMembers members(Reply reply) throws GitHubException {
        try {
            return JsonMembers.parse(reply.body());
        } catch (IllegalArgumentException e) {
            throw notUnderstood(e);
        }
    }

    /** The list that an answer holds. */
    static List<String> elements(Reply reply) throws GitHubException {
        try {
            return JsonMembers.elements(reply.body());
        } catch (IllegalArgumentException e) {
            throw notUnderstood(e);
        }
    }

    static GitHubException notUnderstood(IllegalArgumentException e) {
        return new GitHubException(Kind.REFUSED, "GitHub's answer is not understood: " + e.getMessage());
    }

    /** Reads; again after a while when nobody answers or GitHub has trouble, for reading twice does no harm. */
    Reply get(String path, String accept) throws GitHubException {
        for (int failures = 1; ; failures++) {
            try {
                return getOnce(path, accept);
            } catch (GitHubException e) {
                if (failures == ATTEMPTS || (e.kind() != Kind.UNREACHABLE && e.kind() != Kind.TROUBLE)) {
                    throw e;
                }
                pause(backoff.after(failures));
            }
        }
    }

    /** The page that follows one; empty after the last. */
    Optional<Reply> next(Reply reply) throws GitHubException {
        if (reply.next().isEmpty()) {
            return Optional.empty();
        }
        var address = reply.next().get();
        if (!api.covers(address)) {
            throw new GitHubException(Kind.REFUSED, "the next page is elsewhere: " + address);
        }
        return Optional.of(get(address.substring(api.toString().length()), "application/vnd.github+json"));
    }

    /** Changes something; once, for only the caller knows what a second time would do. */
    Reply send(String method, String path, String json) throws GitHubException {
        var body = json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json);
        var request = request(path, "application/vnd.github+json").method(method, body);
        if (!json.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        requireToken();
        try {
            return understood(raw(request.build()));
        } catch (GitHubException e) {
            throw e.ofAChange();
        }
    }

    private Reply getOnce(String path, String accept) throws GitHubException {
        var key = accept + " " + path;
        var kept = cache.get(key);
        var request = request(path, accept).GET();
        if (kept != null) {
            request.header("If-None-Match", kept.etag());
        }
        var response = raw(request.build());
        if (response.statusCode() == 304 && kept != null) {
            return kept.reply();
        }
        var reply = understood(response);
        response.headers().firstValue("ETag").ifPresent(etag -> cache.put(key, new EtagCache.Kept(etag, reply)));
        return reply;
    }

    /** GitHub shows strangers' things to whoever has no token, and changes nothing for them. */
    void requireToken() throws GitHubException {
        if (token.isEmpty()) {
            throw new GitHubException(
                    Kind.UNAUTHORIZED,
                    "there is no token for " + api + "; give one with `till federate login --token-stdin`");
        }
    }

    private HttpRequest.Builder request(String path, String accept) {
        var request = HttpRequest.newBuilder(api.resolve(path))
                .timeout(patience)
                .header("Accept", accept)
                .header("User-Agent", "till")
                .header("X-GitHub-Api-Version", "2022-11-28");
        token.ifPresent(known -> request.header("Authorization", "Bearer " + known.secret()));
        return request;
    }

    /** The only place that sends anything. */
    private HttpResponse<InputStream> raw(HttpRequest request) throws GitHubException {
        if (!permitted.getAsBoolean()) {
            throw new GitHubException(
                    Kind.UNAUTHORIZED, "the role of this machine was changed meanwhile, so nothing more was sent");
        }
        limits.check();
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GitHubException(Kind.UNREACHABLE, "interrupted");
        }
    }

    private Reply understood(HttpResponse<InputStream> response) throws GitHubException {
        var body = text(response);
        int status = response.statusCode();
        if (200 <= status && status < 300) {
            var headers = response.headers();
            return new Reply(
                    status,
                    body,
                    headers.firstValue("Link")
                            .map(NEXT::matcher)
                            .filter(link -> link.find())
                            .map(link -> link.group(1)),
                    headers.firstValue("X-OAuth-Scopes"));
        }
        throw failure(
                status,
                response.headers(),
                message(body),
                response.request().method() + " " + response.request().uri().getPath());
    }

    private String text(HttpResponse<InputStream> response) throws GitHubException {
        var body = response.body();
        // The time of a request ends with the head of its answer; whoever sends no more of the body is cut off by this.
        var isLate = new AtomicBoolean();
        var late = CompletableFuture.runAsync(
                () -> {
                    // Before the reader is woken, who is to know why.
                    isLate.set(true);
                    close(body);
                },
                CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS));
        try (body) {
            var bytes = body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new GitHubException(
                        Kind.REFUSED,
                        response.request().uri().getPath() + ": more than " + MAX_BYTES
                                + " bytes (expected: at most that many)");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw isLate.get()
                    ? new GitHubException(
                            Kind.UNREACHABLE,
                            api + " had not sent its whole answer after " + patience.toSeconds() + " s")
                    : unreachable(e);
        } finally {
            late.cancel(false);
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GitHubException failure(int status, HttpHeaders headers, String message, String asked) {
        if (Limits.applies(status, headers, message)) {
            return limits.note(headers);
        }
        var text = "GitHub answered " + status + " to " + asked + (message.isEmpty() ? "" : ": " + message);
        if (status == 401) {
            return new GitHubException(
                    Kind.UNAUTHORIZED, text + "; give another token with `till federate login --token-stdin`");
        }
        var wanted = headers.firstValue("X-Accepted-OAuth-Scopes").filter(scopes -> !scopes.isBlank());
        if ((status == 403 || status == 404) && wanted.isPresent() && lacks(wanted.get(), headers)) {
            return new GitHubException(
                    Kind.UNAUTHORIZED,
                    text + "; the token lacks the scope " + wanted.get().replace(", ", " or "));
        }
        return switch (status) {
            case 404, 410 -> new GitHubException(Kind.ABSENT, text);
            case 409, 412 -> new GitHubException(Kind.CONFLICT, text);
            default -> new GitHubException(status >= 500 ? Kind.TROUBLE : Kind.REFUSED, text);
        };
    }

    /** Whether the token has none of these; GitHub names both, and hides what a token is not good for as absent. */
    private static boolean lacks(String wanted, HttpHeaders headers) {
        var had = Arrays.asList(headers.firstValue("X-OAuth-Scopes").orElse("").split(",\\s*", -1));
        return Arrays.stream(wanted.split(",\\s*", -1)).noneMatch(had::contains);
    }

    private static String message(String body) {
        try {
            return JsonMembers.parse(body).optionalText("message").orElse("");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private GitHubException unreachable(IOException e) {
        var why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new GitHubException(Kind.UNREACHABLE, "cannot reach " + api + ": " + why);
    }

    private static void pause(Duration time) throws GitHubException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GitHubException(Kind.UNREACHABLE, "interrupted");
        }
    }
}
