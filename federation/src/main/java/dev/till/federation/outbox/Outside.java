package dev.till.federation.outbox;

import dev.till.federation.github.ApiAddress;
import dev.till.federation.github.Backoff;
import dev.till.federation.github.GitHub;
import dev.till.federation.github.GitHub.Identity;
import dev.till.federation.github.GitHubException;
import dev.till.federation.github.Token;
import dev.till.federation.github.Tokens;
import dev.till.federation.github.Trusted;
import dev.till.federation.role.NotAllowed;
import dev.till.federation.role.Right;
import dev.till.federation.role.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The only way to GitHub: it opens for whoever's role has the right, and for nobody else. Thread-safe.
 */
public final class Outside {
    private final ApiAddress api;
    private final Tokens tokens;
    private final Optional<Path> authorities;
    private final InstantSource clock;
    private final Backoff backoff;
    private Optional<Open> open = Optional.empty();
    /** How often the role has changed. */
    private volatile long roles;

    /** The way, once it is open, and where its token is from. */
    private record Open(GitHub github, Optional<Tokens.Found> token) {}

    /**
     * @param authorities a PEM file of certificates to trust as that GitHub, besides those the JVM trusts
     */
    public Outside(ApiAddress api, Tokens tokens, Optional<Path> authorities, InstantSource clock, Backoff backoff) {
        this.api = api;
        this.tokens = tokens;
        this.authorities = authorities;
        this.clock = clock;
        this.backoff = backoff;
    }

    public ApiAddress api() {
        return api;
    }

    /** Whom to trust as that GitHub besides, if anybody. */
    public Optional<Path> authorities() {
        return authorities;
    }

    /** GitHub, for a role that has the right; without a token when none is found. May start {@code gh}. */
    public synchronized GitHub github(Role role, Right right) throws NotAllowed, IOException {
        role.require(right);
        if (open.isEmpty()) {
            var found = tokens.find(api);
            open = Optional.of(new Open(with(found.map(Tokens.Found::token)), found));
        }
        long then = roles;
        return open.get().github().whileIt(() -> roles == then);
    }

    /** The role has changed: nothing goes on that was begun under the one before. */
    public synchronized void changeRole() {
        roles++;
    }

    /** Whom a token belongs to that is not kept yet. */
    public Identity identity(Role role, Token token) throws NotAllowed, GitHubException, IOException {
        role.require(Right.READ_MENU);
        return with(Optional.of(token)).identity();
    }

    /** Keeps a token, and uses it from now on, unless another comes first; see {@link Tokens}. */
    public synchronized void keep(Token token) throws IOException {
        tokens.keep(token);
        open = Optional.empty();
    }

    /** Forgets the token that was kept. */
    public synchronized void forget() throws IOException {
        tokens.forget();
        open = Optional.empty();
    }

    private GitHub with(Optional<Token> token) throws IOException {
        Optional<SSLContext> trusted = Optional.empty();
        if (authorities.isPresent()) {
            trusted = Optional.of(Trusted.also(authorities.get()));
        }
        return GitHub.at(api, token, trusted, clock, backoff);
    }

    /** Where the token is from that is in use; empty before the first request, and without one. */
    public synchronized Optional<String> tokenFrom() {
        return open.flatMap(Open::token).map(Tokens.Found::from);
    }
}
