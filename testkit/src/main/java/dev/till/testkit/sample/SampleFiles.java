package dev.till.testkit.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/**
 * Writes the samples for people and scripts.
 *
 * <p>{@code SampleFiles DIR [SEED]} leaves {@code DIR/tree}, {@code DIR/hosts-local.json} and what importing each has to lead to:
 * {@code DIR/tree.expected.jsonl} and {@code DIR/hosts.expected.jsonl}, one line a register, by entity and field.
 */
public final class SampleFiles {
    private SampleFiles() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 1 || arguments.length > 2) {
            System.err.println("usage: SampleFiles DIR [SEED]");
            System.exit(2);
        }
        var directory = Path.of(arguments[0]);
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        Files.createDirectories(directory);
        var tree = CompanyTree.full(seed).write(directory.resolve("tree"));
        var hosts = new FleetFile(seed).write(directory.resolve("hosts-local.json"));
        writeExpected(tree, directory.resolve("tree.expected.jsonl"));
        writeExpected(hosts, directory.resolve("hosts.expected.jsonl"));
        System.out.printf(
                "{\"registers\":%d,\"datagrams\":%d,\"duplicates\":%d,\"control\":%d,\"bad\":%d,\"torn\":%d,\"hosts\":%d}%n",
                tree.registers(),
                tree.datagrams(),
                tree.duplicates(),
                tree.control(),
                tree.bad(),
                tree.torn(),
                hosts.datagrams());
    }

    private static void writeExpected(Sample sample, Path file) {
        var lines = new ArrayList<String>();
        sample.state()
                .forEach((entity, fields) ->
                        fields.forEach((field, json) -> lines.add("{\"entity\":" + SampleText.quoted(entity)
                                + ",\"field\":" + SampleText.quoted(field) + ",\"value\":" + json + "}")));
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
