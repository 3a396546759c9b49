package dev.till.testkit.github;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A GitHub on loopback; see the package. Requests are answered one at a time. Safe for use by several threads. */
public final class GitHubStandIn implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENTERPRISE = "/api/v3";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "github");
        thread.setDaemon(true);
        return thread;
    });
    private final Optional<Path> certificate;
    private final Routes routes;
    private final RateLimit rates;
    private final Map<String, Account> byToken = new HashMap<>();
    private final ArrayDeque<Fault> faults = new ArrayDeque<>();
    private final List<Seen> seen = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private Optional<GitHttp> git = Optional.empty();
    private boolean unplugged;

    private GitHubStandIn(HttpServer server, Optional<Path> certificate, InstantSource clock) {
        this.server = server;
        this.certificate = certificate;
        routes = new Routes(clock);
        rates = new RateLimit(clock);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** One that speaks plain HTTP, at any free port of loopback. */
    public static GitHubStandIn plain() {
        try {
            return new GitHubStandIn(HttpServer.create(anyPort(), 0), Optional.empty(), InstantSource.system());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that speaks TLS with a certificate that it leaves in {@code directory}. */
    public static GitHubStandIn secure(Path directory) {
        var made = LoopbackCertificate.in(directory);
        try {
            var server = HttpsServer.create(anyPort(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(made.context()));
            return new GitHubStandIn(server, Optional.of(made.pem()), InstantSource.system());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Host and port. */
    public String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** The base address of the API. */
    public String api() {
        return (certificate.isPresent() ? "https://" : "http://") + authority() + ENTERPRISE;
    }

    /** The certificate to trust, where it speaks TLS. */
    public Path certificate() {
        return certificate.orElseThrow();
    }

    /** Opens an account and answers its token. */
    public synchronized String account(String login, String... scopes) {
        var token = "ghp_" + login + "0".repeat(20);
        byToken.put(token, new Account(100 + byToken.size(), login, token, Set.of(scopes)));
        return token;
    }

    /** Makes an empty public repository, {@code OWNER/REPO}, of somebody with an account. */
    public synchronized void repository(String name) {
        var owner = name.substring(0, name.indexOf('/'));
        routes.repositories.add(name, named(owner));
    }

    private Account named(String login) {
        return byToken.values().stream()
                .filter(account -> account.login().equals(login))
                .findFirst()
                .orElseThrow();
    }

    /** Puts a file into a repository, as a push would. */
    public synchronized void commit(String repository, String path, byte[] content) {
        try {
            routes.repositories.files(repository).put(path, content);
        } catch (Refused e) {
            throw new IllegalArgumentException("no such repository: " + repository, e);
        }
    }

    /** What a file of a repository holds; empty when there is none. */
    public synchronized Optional<String> file(String repository, String path) {
        try {
            return Optional.of(new String(routes.repositories.files(repository).bytes(path), StandardCharsets.UTF_8));
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    /** The ids of somebody's gists. */
    public synchronized List<String> gists(String login) {
        return byToken.values().stream()
                .filter(account -> account.login().equals(login))
                .flatMap(account -> routes.gists.of(account).stream())
                .map(Gists.Gist::id)
                .toList();
    }

    /** The files of a gist; empty when there is none of that id. */
    public synchronized Optional<Map<String, String>> gist(String id) {
        return routes.gists.at(id).map(Gists.Gist::files);
    }

    /** Deletes a gist, as its owner would with a browser. */
    public synchronized void removeGist(String id) {
        routes.gists.remove(id);
    }

    /** Opens a pull request, as somebody with an account would. */
    public synchronized void pull(String repository, String login, String title, String body) {
        try {
            routes.repositories.pull(repository, named(login), title, body);
        } catch (Refused e) {
            throw new IllegalArgumentException("no such repository: " + repository, e);
        }
    }

    /**
     * From now on the git repositories below a directory are served as {@code /OWNER/REPO.git}, to be read by everybody.
     *
     * @param root with a bare repository {@code OWNER/REPO.git} for each
     */
    public synchronized void serve(Path root) {
        git = Optional.of(new GitHttp(root));
    }

    /** Nobody answers any more: connections are closed, and nothing is done. */
    public synchronized void unplug() {
        unplugged = true;
    }

    /** Answers again. */
    public synchronized void plug() {
        unplugged = false;
    }

    /** Each of these goes wrong with one request, in this order. */
    public synchronized void fail(Fault... next) {
        faults.addAll(Arrays.asList(next));
    }

    /** Every account has so many requests left until that time from now. */
    public synchronized void limit(int requests, Duration resetIn) {
        rates.limit(requests, resetIn);
    }

    /** Every request so far. */
    public synchronized List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** Method and path of every request so far that is no GET. */
    public synchronized List<String> changes() {
        return seen.stream()
                .filter(request -> !request.method().equals("GET"))
                .map(Seen::line)
                .toList();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var bytes = exchange.getRequestBody().readAllBytes();
            if (isUnplugged()) {
                // Without an answer, closing the exchange closes the connection.
                return;
            }
            var repository = repository(exchange);
            if (repository.isPresent()) {
                repository.get().answer(exchange, bytes);
                return;
            }
            var fault = nextFault();
            pause(fault.delay());
            var answer = take(exchange, bytes, fault);
            if (fault.ending() != Fault.Ending.CUT) {
                send(exchange, answer, fault.ending());
            }
        }
    }

    private void send(HttpExchange exchange, Answer answer, Fault.Ending ending) throws IOException {
        var body = answer.body();
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        if (ending == Fault.Ending.STALLED) {
            exchange.getResponseBody().write(body, 0, body.length / 2);
            exchange.getResponseBody().flush();
            await(closed);
        } else if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static void await(CountDownLatch event) {
        try {
            event.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isUnplugged() {
        return unplugged;
    }

    private synchronized Optional<GitHttp> repository(HttpExchange exchange) {
        return git.filter(any -> GitHttp.isFor(exchange.getRequestURI()));
    }

    private synchronized Fault nextFault() {
        return faults.isEmpty() ? Fault.none() : faults.poll();
    }

    private static void pause(Duration delay) {
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Answer take(HttpExchange exchange, byte[] bytes, Fault fault) throws IOException {
        var request = request(exchange, bytes);
        var answer = fault.answer().isPresent() ? refusal(fault.answer().get()) : limited(request);
        seen.add(new Seen(
                request.method(),
                request.path(),
                request.headers(),
                request.body(),
                fault.ending() == Fault.Ending.WHOLE ? answer.status() : 0,
                body(answer.body())));
        return answer;
    }

    private static Answer refusal(Fault.Status status) {
        return new Refused(status.status(), status.message(), status.headers()).answer();
    }

    private Answer limited(Request request) {
        var who = request.account().map(Account::login).orElse("anonymous");
        Answer answer;
        try {
            rates.check(who);
            if (request.account().isEmpty() && !request.header("authorization").isEmpty()) {
                throw new Refused(401, "Bad credentials");
            }
            answer = conditional(request, routes.answer(request));
        } catch (Refused e) {
            answer = e.answer();
        }
        if (answer.status() != 304) {
            rates.count(who);
        }
        return rates.headers(answer, who);
    }

    private static Answer conditional(Request request, Answer answer) {
        if (!request.method().equals("GET") || answer.status() != 200) {
            return answer;
        }
        var tag = "\"" + HexFormat.of().toHexDigits(Arrays.hashCode(answer.body())) + "-" + answer.body().length + "\"";
        var tagged = request.header("if-none-match").equals(tag) ? new Answer(304, Map.of(), new byte[0]) : answer;
        return tagged.with("ETag", tag);
    }

    private Request request(HttpExchange exchange, byte[] bytes) throws IOException {
        var headers = new TreeMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        var uri = exchange.getRequestURI();
        var path = uri.getRawPath().equals("/api/graphql") ? "/graphql" : uri.getRawPath();
        var scheme = certificate.isPresent() ? "https://" : "http://";
        var query = new TreeMap<String, String>();
        for (String pair : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(pair.substring(0, equals), Routes.decoded(pair.substring(equals + 1)));
            }
        }
        var credentials = headers.getOrDefault("authorization", "");
        var token = credentials.substring(credentials.indexOf(' ') + 1);
        return new Request(
                exchange.getRequestMethod(),
                Routes.decoded(path.startsWith(ENTERPRISE) ? path.substring(ENTERPRISE.length()) : path),
                query,
                headers,
                body(bytes),
                Optional.ofNullable(byToken.get(token)),
                scheme + authority() + (path.startsWith(ENTERPRISE) ? ENTERPRISE : ""));
    }

    private static JsonNode body(byte[] bytes) throws IOException {
        if (bytes.length == 0 || (bytes[0] != '{' && bytes[0] != '[')) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            // The raw bytes of a file need not be JSON.
            return MissingNode.getInstance();
        }
    }
}
