package dev.till.testkit.bench;

import dev.till.testkit.process.Json;
import dev.till.testkit.process.Program;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * Two processes of Syncthing that know each other's address and talk to nobody else: no discovery, no relays, no mapping of ports,
 * no reports, no upgrades. What it waits for by default is set as short as it goes.
 */
final class SyncthingMirror implements Mirror {
    private static final String PROGRAM = "syncthing";
    private static final Pattern KEY = Pattern.compile("<apikey>(.*)</apikey>");

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Side> sides;
    private String folder = "";
    private int folders;
    private boolean following;

    private SyncthingMirror(List<Side> sides) {
        this.sides = sides;
    }

    /** One of the two. */
    private record Side(String id, int port, int api, String key, Process process) {}

    /** Whether it is installed. */
    static boolean isThere() {
        return Files.isExecutable(Path.of("/usr/bin/" + PROGRAM));
    }

    /** Starts both, with their homes below {@code directory}, and waits until they are connected. */
    static Mirror start(Path directory) throws IOException {
        var sides = List.of(start(directory, "a"), start(directory, "b"));
        var mirror = new SyncthingMirror(sides);
        try {
            for (int i = 0; i < sides.size(); i++) {
                var side = sides.get(i);
                var other = sides.get(1 - i);
                Waiting.until(() -> mirror.serves(side));
                mirror.call(
                        side,
                        "POST",
                        "config/devices",
                        "{\"deviceID\":\"" + other.id() + "\",\"addresses\":[\"tcp://127.0.0.1:" + other.port()
                                + "\"]}");
            }
            Waiting.until(mirror::isConnected);
            return mirror;
        } catch (IOException | RuntimeException e) {
            mirror.close();
            throw e;
        }
    }

    private static Side start(Path directory, String name) throws IOException {
        var home = directory.resolve(name);
        int port = freePort();
        int api = freePort();
        Program.of(PROGRAM, "generate", "--home", home.toString(), "--no-default-folder", "--skip-port-probing")
                .run()
                .orThrow();
        var file = home.resolve("config.xml");
        var config = Files.readString(file)
                .replaceAll("<address>127.0.0.1:\\d+</address>", "<address>127.0.0.1:" + api + "</address>")
                .replaceAll(
                        "<listenAddress>[^<]*</listenAddress>",
                        "<listenAddress>tcp://127.0.0.1:" + port + "</listenAddress>")
                .replaceAll(
                        "<(globalAnnounceEnabled|localAnnounceEnabled|relaysEnabled|natEnabled|startBrowser|crashReportingEnabled)>true",
                        "<$1>false")
                .replaceAll("<urAccepted>0", "<urAccepted>-1");
        Files.writeString(file, config);
        var key = KEY.matcher(config);
        if (!key.find()) {
            throw new IOException("no apikey in " + file);
        }
        var id = Program.of(PROGRAM, "--home", home.toString(), "--device-id")
                .run()
                .orThrow()
                .text();
        var process = Program.of(PROGRAM, "serve", "--home", home.toString(), "--no-browser", "--no-upgrade")
                .start(directory.resolve(name + ".log"));
        return new Side(id, port, api, key.group(1), process);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public String system() {
        return PROGRAM;
    }

    @Override
    public void begin(Path from, Path to, boolean log) throws IOException {
        folder = "f" + ++folders;
        following = false;
        add(0, from);
        add(1, to);
    }

    private void add(int side, Path root) throws IOException {
        call(
                sides.get(side),
                "POST",
                "config/folders",
                "{\"id\":\"" + folder + "\",\"path\":\"" + root + "\",\"paused\":" + (side == 0)
                        + ",\"fsWatcherEnabled\":true,\"fsWatcherDelayS\":1,\"rescanIntervalS\":0,"
                        + "\"devices\":[{\"deviceID\":\""
                        + sides.get(1 - side).id() + "\"}]}");
    }

    @Override
    public void bring(BooleanSupplier there) throws IOException {
        if (!following) {
            resume();
            look();
        }
        Waiting.until(there);
    }

    private void resume() throws IOException {
        call(sides.get(0), "PATCH", "config/folders/" + folder, "{\"paused\":false}");
    }

    /** Answers when it has been scanned. */
    @Override
    public void look() throws IOException {
        call(sides.get(0), "POST", "db/scan?folder=" + folder, "");
    }

    @Override
    public void follow() {
        following = true;
    }

    @Override
    public void end() throws IOException {
        for (Side side : sides) {
            call(side, "DELETE", "config/folders/" + folder, "");
        }
    }

    private boolean serves(Side side) {
        try {
            return call(side, "GET", "system/ping", "").contains("pong");
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isConnected() {
        try {
            var connections = Json.of(call(sides.get(0), "GET", "system/connections", ""));
            return connections
                    .at("/connections/" + sides.get(1).id() + "/connected")
                    .asBoolean();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String call(Side side, String method, String path, String body) throws IOException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + side.api() + "/rest/" + path))
                .header("X-API-Key", side.key())
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .timeout(Waiting.PATIENCE)
                .build();
        try {
            var response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(method + " " + path + ": " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while Syncthing was asked");
        }
    }

    @Override
    public void close() {
        sides.forEach(side -> side.process().destroy());
        for (Side side : sides) {
            try {
                if (!side.process().waitFor(10, TimeUnit.SECONDS)) {
                    side.process().destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                side.process().destroyForcibly();
            }
        }
    }
}
