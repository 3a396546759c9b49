package dev.till.node;

import dev.till.node.cli.Cli;
import dev.till.node.cli.Terminal;
import dev.till.node.socket.LineChannel;
import dev.till.node.socket.SocketPath;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The commands that are given most, to a node that is only played. The launcher lets the JVM record from it what a client
 * needs (class data sharing, JEP 350; ahead-of-time cache, JEP 514), and every command that is run with that begins sooner.
 */
final class ClientRehearsal {
    private static final List<List<String>> LINES = List.of(
            List.of("status"),
            List.of("status", "--json"),
            List.of("get", "rehearsal/one"),
            List.of("get", "rehearsal/one", "field"),
            List.of("set", "rehearsal/one", "field", "1"),
            List.of("list", "rehearsal/"),
            List.of("host", "exec", "m1", "--", "true"),
            List.of("host", "exec", "--all", "--parallel", "2", "--gather", "--", "true"));

    private static final String HELLO = """
            {"v":1,"till":"0","name":"rehearsal","device":"00000000000000000000000000000001","fleet":"0"}""";
    private static final String REGISTER = """
            {"entity":"rehearsal/one","field":"field","value":1,"timestamp":"2026-01-02T03:04:05.123456789Z",\
            "device":"00000000000000000000000000000001","revision":1}""";

    private ClientRehearsal() {}

    /** Plays in the directory that is the only argument, which exists and is the caller's to remove. */
    public static void main(String[] args) throws IOException {
        play(Path.of(args[0]), Terminal.ofProcess());
    }

    /** @throws IOException when one of the commands does not succeed */
    static void play(Path home, Terminal terminal) throws IOException {
        var socket = SocketPath.direct(home);
        Files.createDirectories(socket.getParent());
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            ConnectedTill.daemon(() -> serve(server), "rehearsal").start();
            for (List<String> line : LINES) {
                var words = Stream.concat(Stream.of("--home", home.toString()), line.stream());
                int status = Cli.run(words.toArray(String[]::new), terminal, NodeProcess::new);
                if (status != 0) {
                    throw new IOException(String.join(" ", line) + ": exit status " + status);
                }
            }
        }
    }

    private static void serve(ServerSocketChannel server) {
        try {
            while (true) {
                try (var lines = new LineChannel(server.accept())) {
                    answer(lines);
                }
            }
        } catch (ClosedChannelException over) {
            // All commands have been given.
            return;
        } catch (IOException e) {
            throw new IllegalStateException("the node that is played: " + e.getMessage(), e);
        }
    }

    private static void answer(LineChannel lines) throws IOException {
        lines.readLine();
        lines.write(HELLO);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            var request = JsonMembers.parse(line);
            var id = "{\"id\":" + request.number("id", 0);
            for (String item : items(request.text("op"))) {
                lines.write(id + ",\"item\":" + item + "}");
            }
            lines.write(id + ",\"ok\":true,\"result\":" + result(request.text("op")) + "}");
            lines.flush();
        }
    }

    private static List<String> items(String operation) {
        return switch (operation) {
            case "fields", "list" -> List.of(REGISTER);
            case "host-exec" ->
                List.of(
                        "{\"event\":\"hosts\",\"hosts\":[\"m1\",\"m2\"],\"line\":\"true\"}",
                        "{\"event\":\"begin\",\"host\":\"m1\"}",
                        "{\"event\":\"output\",\"host\":\"m1\",\"stream\":\"stdout\",\"text\":\"a line\"}",
                        "{\"event\":\"end\",\"host\":\"m1\",\"result\":\"done\",\"exit\":0,\"seconds\":0.001}",
                        "{\"event\":\"end\",\"host\":\"m2\",\"result\":\"done\",\"exit\":0,\"seconds\":0.001}");
            default -> List.of();
        };
    }

    private static String result(String operation) {
        return switch (operation) {
            case "get" -> REGISTER;
            case "fields", "list" -> "{\"count\":1}";
            case "host-exec" -> "{\"done\":2,\"failed\":0,\"unreachable\":0,\"skipped\":0}";
            case "set" -> "{\"written\":1,\"revision\":1,\"devices\":1}";
            case "status" -> """
                {"node":{"name":"rehearsal","device":"00000000000000000000000000000001","fleet":"0","version":"0",\
                "address":"127.0.0.1:7270","uptime_s":1},"peers":[],"registers":1,"conflicts":0,"held_aside":0,\
                "journal":{"segments":1,"bytes":1,"revision":1,"warning":null},"head":{}}""";
            default -> "{}";
        };
    }
}
