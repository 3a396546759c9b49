package dev.till.testkit.sample;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Logs of several machines in all three generations, with everything in them that goes wrong. */
final class SampleLogs {
    private static final List<String> NODES = List.of("fedora", "pi-attic", "M4", "cloud-1");
    private static final char FIELD = 0x1F;
    private static final char RECORD = 0x1E;

    private final SortedMap<String, ByteArrayOutputStream> files = new TreeMap<>();
    private final Random random;
    private int control;
    private int bad;
    private int duplicates;

    SampleLogs(Random random) {
        this.random = random;
    }

    int control() {
        return control;
    }

    int bad() {
        return bad;
    }

    int duplicates() {
        return duplicates;
    }

    /** Whether there is a log of that machine's day. */
    boolean has(LogTime at, String node) {
        return files.containsKey(fileOf(at, node));
    }

    /** Adds one datagram to the log of a random machine; now and then twice, now and then with noise beside it. */
    void add(LogTime at, String slug, String field, String value) {
        var node = NODES.get(random.nextInt(NODES.size()));
        var record = record(at, node, slug, field, value);
        append(fileOf(at, node), record);
        if (random.nextInt(50) == 0) {
            duplicates++;
            append(random.nextBoolean() ? fileOf(at, node) : "remote_" + node, record);
        }
        if (random.nextInt(1_000) == 0) {
            addControl(fileOf(at, node), at, node);
        }
    }

    /** Adds what cannot be read to the middle of some logs: each must be reported, and cost nothing else. */
    void addBad(LogTime at, String slug) {
        var file = fileOf(at, NODES.get(0));
        var time = at.write(random);
        var target = "companies/" + slug;
        addBad(file, 1, "yesterday", "fedora", target, "name", "x", "");
        addBad(file, 1, time, "fedora", target, "name");
        addBad(file, 1, time, "fedora", "companies/../" + slug, "name", "x", "");
        addBad(file, 1, time, "fedora", target, "name", "a" + FIELD + "separator inside", "");
        addBad(file, 1, time, "fedora", "camp", "prod", target, "name", "a" + FIELD + "separator inside", "");
        addBad(file, 2, time, "fedora", target, "name", "a" + RECORD + "separator inside", "");
    }

    private void addBad(String file, int records, String... fields) {
        bad += records;
        append(file, String.join(String.valueOf(FIELD), fields));
    }

    /** Writes the files, one of them with a torn tail. */
    void write(Path directory, LogTime at, String slug) throws IOException {
        var torn = record(at, NODES.get(1), slug, "name", "torn").replaceAll(FIELD + "[^" + FIELD + "]*\\z", "");
        files.get(fileOf(at, NODES.get(1))).writeBytes(torn.getBytes(StandardCharsets.UTF_8));
        Files.createDirectories(directory);
        for (var file : files.entrySet()) {
            Files.write(
                    directory.resolve(file.getKey() + ".usv"), file.getValue().toByteArray());
        }
    }

    private void addControl(String file, LogTime at, String node) {
        control += 4;
        var us = String.valueOf(FIELD);
        append(file, String.join(us, "H", node, at.write(random)));
        append(file, String.join(us, "Q", "enrich", "5"));
        append(file, "C");
        append(file, String.join(us, at.write(random), node, "system", "heartbeat", "online", ""));
    }

    private String record(LogTime at, String node, String slug, String field, String value) {
        var target = random.nextInt(10) == 0 ? slug : "companies/" + slug;
        var head = at.write(random) + FIELD + node + FIELD;
        var campaign = (random.nextInt(5) == 0 ? "" : "spring") + FIELD;
        var middle = switch (random.nextInt(3)) {
            case 0 -> "";
            case 1 -> campaign;
            default -> campaign + "prod" + FIELD;
        };
        var causality = random.nextInt(3) == 0 ? "{\"" + node + "\":" + random.nextInt(100) + "}" : "";
        return head + middle + target + FIELD + field + FIELD + value + FIELD + causality;
    }

    private String fileOf(LogTime at, String node) {
        return at.day() + "_" + node;
    }

    private void append(String file, String record) {
        files.computeIfAbsent(file, name -> new ByteArrayOutputStream())
                .writeBytes((record + RECORD).getBytes(StandardCharsets.UTF_8));
    }
}
