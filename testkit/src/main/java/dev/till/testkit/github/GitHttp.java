package dev.till.testkit.github;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Git repositories over HTTP, by git's own {@code http-backend}, which speaks CGI (RFC 3875). Reading alone: pushing there
 * needs somebody who is known, and nobody is.
 */
final class GitHttp {
    private static final Pattern SHAPE = Pattern.compile("/[^/]+/[^/]+\\.git/.*");
    private static final long SECONDS = 60;

    private final Path root;

    /**
     * @param root with a bare repository {@code OWNER/REPO.git} for each
     */
    GitHttp(Path root) {
        this.root = root;
    }

    static boolean isFor(URI address) {
        return SHAPE.matcher(address.getPath()).matches();
    }

    void answer(HttpExchange exchange, byte[] body) throws IOException {
        var builder = new ProcessBuilder("git", "http-backend").redirectError(ProcessBuilder.Redirect.DISCARD);
        var variables = builder.environment();
        variables.put("GIT_PROJECT_ROOT", root.toString());
        variables.put("GIT_HTTP_EXPORT_ALL", "1");
        variables.put("REQUEST_METHOD", exchange.getRequestMethod());
        variables.put("PATH_INFO", exchange.getRequestURI().getPath());
        variables.put(
                "QUERY_STRING",
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
        variables.put("CONTENT_TYPE", header(exchange, "Content-Type"));
        variables.put("HTTP_CONTENT_ENCODING", header(exchange, "Content-Encoding"));
        variables.put("GIT_PROTOCOL", header(exchange, "Git-Protocol"));
        variables.put("REMOTE_ADDR", "127.0.0.1");
        // A server is not to know how the person is set up who runs the tests.
        variables.put("GIT_CONFIG_NOSYSTEM", "1");
        variables.put("GIT_CONFIG_COUNT", "1");
        variables.put("GIT_CONFIG_KEY_0", "safe.directory");
        variables.put("GIT_CONFIG_VALUE_0", "*");
        pass(run(builder, body), exchange);
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private static byte[] run(ProcessBuilder builder, byte[] body) throws IOException {
        var process = builder.start();
        try {
            var output = CompletableFuture.supplyAsync(() -> all(process));
            try (var to = process.getOutputStream()) {
                to.write(body);
            }
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("git http-backend takes longer than " + SECONDS + " s");
            }
            return output.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static byte[] all(Process process) {
        try (var from = process.getInputStream()) {
            return from.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The output of a CGI program is headers, an empty line, and the body. */
    private static void pass(byte[] output, HttpExchange exchange) throws IOException {
        int status = 200;
        int at = 0;
        for (String line = line(output, at); !line.isEmpty(); line = line(output, at)) {
            at += line.length();
            var header = line.strip();
            if (header.isEmpty()) {
                break;
            }
            int colon = header.indexOf(':');
            var value = header.substring(colon + 1).strip();
            if (header.substring(0, colon).equalsIgnoreCase("Status")) {
                status = Integer.parseInt(value.substring(0, 3));
            } else {
                exchange.getResponseHeaders().set(header.substring(0, colon), value);
            }
        }
        exchange.sendResponseHeaders(status, output.length == at ? -1 : output.length - at);
        if (output.length > at) {
            exchange.getResponseBody().write(output, at, output.length - at);
        }
    }

    /** From there to the end of the line, that included; empty at the end of all. */
    private static String line(byte[] output, int from) {
        var line = new ByteArrayOutputStream();
        for (int i = from; i < output.length; i++) {
            line.write(output[i]);
            if (output[i] == '\n') {
                break;
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
