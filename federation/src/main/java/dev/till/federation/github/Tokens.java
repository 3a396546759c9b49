package dev.till.federation.github;

import dev.till.federation.file.OwnersFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Where a token comes from: what the environment says, else what GitHub's own {@code gh} is logged in with, else a file of
 * ours.
 */
public final class Tokens {
    private static final long GH_SECONDS = 10;

    private final Optional<String> environment;
    private final OwnersFile file;
    private final Path path;

    /**
     * @param environment the token that the environment gives
     * @param path of our file, which need not exist
     */
    public Tokens(Optional<String> environment, Path path) {
        this.environment = environment.filter(token -> !token.isBlank());
        this.path = path;
        file = new OwnersFile(path);
    }

    /** A token, and in words where it is from. */
    public record Found(Token token, String from) {}

    /**
     * Looks for a token for {@code api}. May start {@code gh}.
     *
     * @throws IOException when our file cannot be read, or others can read it
     */
    public Optional<Found> find(ApiAddress api) throws IOException {
        if (environment.isPresent()) {
            return Optional.of(new Found(new Token(environment.get().strip()), "TILL_GITHUB_TOKEN"));
        }
        var gh = gh(api.host());
        if (gh.isPresent()) {
            return gh;
        }
        var kept = file.read();
        if (kept.isPresent() && file.isOpenToOthers()) {
            throw new IOException(path + ": open to others (expected: mode 0600; if nobody else had it, run: chmod 600 "
                    + path + ")");
        }
        return kept.map(text -> new Found(new Token(text.strip()), "file"));
    }

    /** Keeps a token in our file. */
    public void keep(Token token) throws IOException {
        file.replace(token.secret() + "\n");
    }

    /** Forgets the token in our file. */
    public void forget() throws IOException {
        file.delete();
    }

    private static Optional<Found> gh(String host) throws IOException {
        try {
            var process = new ProcessBuilder("gh", "auth", "token", "--hostname", host)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(GH_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            var text = new String(process.getInputStream().readNBytes(1024), StandardCharsets.UTF_8).strip();
            return process.exitValue() == 0 && !text.isEmpty()
                    ? Optional.of(new Found(new Token(text), "gh"))
                    : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (IOException e) {
            // There is no gh here.
            return Optional.empty();
        }
    }
}
