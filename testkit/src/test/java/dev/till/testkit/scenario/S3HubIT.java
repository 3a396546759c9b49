package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.till.testkit.process.Program;
import dev.till.testkit.process.TillProcess;
import dev.till.testkit.s3.S3Proxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fleet with an S3 hub behind it, at S3Proxy; what is in the bucket is looked at and damaged with Debian's s3cmd. */
class S3HubIT {
    private static final int REGISTERS = 200_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    Path directory;

    private S3Proxy proxy;
    private final List<TillProcess> nodes = new ArrayList<>();

    @BeforeEach
    void open() {
        assumeTrue(S3Proxy.isHere(), "S3Proxy was not fetched");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/s3cmd")), "s3cmd is not installed");
        proxy = S3Proxy.start(directory.resolve("s3"));
    }

    @AfterEach
    void close() {
        nodes.forEach(TillProcess::close);
        if (proxy != null) {
            proxy.close();
        }
    }

    private TillProcess node(String name, String... more) throws IOException {
        var options = new ArrayList<>(List.of(
                "--name", name, "--bind", "127.0.0.1", "--port", "0", "--no-mdns", "--set", "hub=" + proxy.hub()));
        options.addAll(List.of("--set", "hub-interval=1h", "--set", "hub-consolidate=0s", "--set", "hub-grace=0s"));
        options.addAll(List.of(more));
        var node = TillProcess.at(directory.resolve(name), options.toArray(String[]::new));
        nodes.add(node);
        var credentials =
                Files.createDirectories(directory.resolve(name).resolve("hub")).resolve("credentials");
        Files.writeString(
                credentials,
                "aws_access_key_id = " + S3Proxy.IDENTITY + "\naws_secret_access_key = " + S3Proxy.SECRET + "\n");
        Files.setPosixFilePermissions(credentials, PosixFilePermissions.fromString("rw-------"));
        return node.start();
    }

    @Test
    void fleetThatIsLost_comesBackFromTheBucket_registerByRegister() throws IOException {
        var one = node("one");
        apply(one, 0, REGISTERS);
        var key = key(one);
        proxy.front().storm(2);
        one.till("hub", "push").orThrow();
        assertThat(one.json("hub", "consolidate").get("made").asBoolean()).isTrue();
        apply(one, REGISTERS - 100, REGISTERS + 100);
        one.till("delete", "entity/7", "field").orThrow();
        one.till("hub", "push").orThrow();
        var status = one.json("hub", "status");
        assertThat(status.at("/checkpoint/datagrams").asLong()).isGreaterThanOrEqualTo(REGISTERS);
        assertThat(status.at("/devices/0/name").asText()).isEqualTo("one");
        assertThat(one.till("hub", "status").orThrow().out()).contains("checkpoint  number 1 by one");
        var all = export(one);
        assertThat(proxy.s3cmd("ls", "-r", "s3://" + S3Proxy.BUCKET))
                .contains("hub/checkpoint", "hub/format", "snapshot/", "manifest", ".segment");
        one.crash();

        var fresh = node("fresh");
        assertThat(fresh.till("hub", "restore").status()).isEqualTo(5);
        long begun = System.nanoTime();
        var restored = restore(fresh, key);
        System.out.printf("restored %d registers in %d ms%n", REGISTERS + 100, (System.nanoTime() - begun) / 1_000_000);

        assertThat(restored.get("problems")).isEmpty();
        assertThat(restored.get("snapshot").asBoolean()).isTrue();
        assertThat(export(fresh)).isEqualTo(all).hasSize(REGISTERS + 100);
        assertThat(fresh.till("hub", "verify").status()).isZero();
        assertThat(fresh.till("sync").orThrow().out()).contains("s3");
        assertThat(fresh.log()).doesNotContain(key);
    }

    @Test
    void whatAnotherClientDamages_isToldByName_andHealedByWhoHasIt() throws IOException {
        var one = node("one");
        apply(one, 0, 500);
        one.till("hub", "push").orThrow();
        var segment = proxy.s3cmd("ls", "-r", "s3://" + S3Proxy.BUCKET)
                .lines()
                .map(line -> line.replaceAll(".*(s3://\\S+)$", "$1"))
                .filter(name -> name.endsWith(".segment"))
                .findFirst()
                .orElseThrow();
        var copy = directory.resolve("copy");
        proxy.s3cmd("get", segment, copy.toString());
        var bytes = Files.readAllBytes(copy);
        assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
                .as("sealed")
                .startsWith("TILLSEAL")
                .doesNotContain("entity/");
        bytes[bytes.length / 2] ^= 1;
        Files.write(copy, bytes);
        proxy.s3cmd("put", copy.toString(), segment);
        var name = segment.substring(segment.indexOf("wal/"));

        var verified = one.till("hub", "verify");
        assertThat(verified.status()).isEqualTo(1);
        assertThat(verified.err()).contains(name, "altered");
        var fresh = node("fresh");
        var restored = fresh.program("hub", "restore", "--recovery-key", "-")
                .reading(key(one))
                .run();
        assertThat(restored.status()).isEqualTo(7);
        assertThat(restored.err()).contains(name, "not here");
        one.till("hub", "consolidate").orThrow();
        fresh.till("hub", "restore").status();
        assertThat(export(fresh)).isEqualTo(export(one));
    }

    @Test
    void openHub_isReadByOtherClients_andImportedWithoutLoss() throws IOException {
        var one = node("one", "--set", "hub-plain=true");
        apply(one, 0, 300);
        one.till("delete", "entity/7", "field").orThrow();
        one.till("hub", "push").orThrow();
        assertThat(one.till("hub", "status").orThrow().out()).contains(", open");
        one.till("hub", "consolidate").orThrow();
        apply(one, 250, 350);
        one.till("hub", "push").orThrow();

        var copy = Files.createDirectories(directory.resolve("copy"));
        proxy.s3cmd("get", "--recursive", "s3://" + S3Proxy.BUCKET + "/", copy + "/");
        var logs = logs(copy);
        assertThat(logs).anyMatch(name -> name.contains("/snapshot/")).anyMatch(name -> name.contains("/wal/"));
        assertThat(one.program("hub", "restore", "--recovery-key", "-")
                        .reading("x")
                        .run()
                        .status())
                .isEqualTo(2);
        var reader = TillProcess.at(directory.resolve("reader"), "--bind", "127.0.0.1", "--port", "0", "--no-mdns");
        nodes.add(reader);
        reader.start();
        var arguments = new ArrayList<>(List.of("import"));
        arguments.addAll(logs);
        reader.program(arguments.toArray(String[]::new)).run(PATIENCE).orThrow();

        assertThat(told(reader)).isEqualTo(told(one)).hasSize(350);
    }

    /** What is in the registers and since when; who imports a log writes it himself. */
    private static List<String> told(TillProcess node) {
        return export(node).stream()
                .map(line -> line.replaceFirst(",\"device\".*", ""))
                .toList();
    }

    private static List<String> logs(Path below) throws IOException {
        try (var files = Files.walk(below)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".usv"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void nodeWithoutAHub_loadsNothingOfTheClient() throws IOException {
        var plain = TillProcess.at(directory.resolve("plain"), "--bind", "127.0.0.1", "--port", "0", "--no-mdns");
        nodes.add(plain);
        plain.start();
        assertThat(plain.till("hub", "push").status()).isEqualTo(3);

        var loaded = Program.of("jcmd", Long.toString(plain.pid()), "GC.class_histogram", "-all")
                .run();

        assumeTrue(loaded.status() == 0, "no jcmd here");
        assertThat(loaded.out()).contains("dev.till.").doesNotContain("software.amazon.awssdk");
    }

    private static String key(TillProcess node) {
        node.till("hub", "push").orThrow();
        return node.json("hub", "status", "--show-key").get("recovery_key").asText();
    }

    private static JsonNode restore(TillProcess node, String key) {
        var outcome = node.program("hub", "restore", "--json", "--recovery-key", "-")
                .reading(key + "\n")
                .run(PATIENCE)
                .orThrow();
        return dev.till.testkit.process.Json.of(outcome.out());
    }

    private static void apply(TillProcess node, int from, int to) {
        var lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append("{\"entity\":\"entity/")
                    .append(i)
                    .append("\",\"field\":\"field\",\"value\":\"value ")
                    .append(i)
                    .append(" of ")
                    .append(to)
                    .append("\"}\n");
        }
        node.program("apply", "-").reading(lines.toString()).run(PATIENCE).orThrow();
    }

    private static List<String> export(TillProcess node) {
        return node.program("export", "--format", "jsonl", "entity")
                .run(PATIENCE)
                .orThrow()
                .out()
                .lines()
                .sorted()
                .toList();
    }
}
