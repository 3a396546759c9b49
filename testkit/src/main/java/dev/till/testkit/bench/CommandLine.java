package dev.till.testkit.bench;

import dev.till.testkit.process.Program;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How long {@code till get} takes as a whole process, beside a JVM that only says hello. */
final class CommandLine implements Benchmark {

    private static final String HELLO = "hello-world";
    private static final String SOURCE = """
            public class Hello {
                public static void main(String[] args) {
                    System.out.println("Hello, world!");
                }
            }
            """;

    @Override
    public Report run(Plan plan) throws Exception {
        var report = new Report("cli", HELLO);
        var hello = compile(plan.directory());
        try (var node = TillProcess.at(plan.directory().resolve("cli"), "--port", "0", "--no-discovery")
                .start()) {
            node.till("set", "bench/entity", "field", "value").orThrow();
            var get = node.program("get", "bench/entity", "field");
            plan.progress("warming up");
            for (int i = 0; i < 3; i++) {
                milliseconds(get);
                milliseconds(hello);
            }
            for (int i = 1; i <= plan.rounds(); i++) {
                round(plan, report, get, hello);
                plan.progress("round " + i + " done");
            }
        }
        return report;
    }

    private static void round(Plan plan, Report report, Program get, Program hello) {
        var ours = new Series();
        var theirs = new Series();
        for (int i = 0; i < plan.whole(20, 5); i++) {
            ours.add(milliseconds(get));
            theirs.add(milliseconds(hello));
        }
        report.add(Report.TILL, "wall_ms", ours.median());
        report.add(HELLO, "wall_ms", theirs.median());
    }

    private static double milliseconds(Program program) {
        long begun = System.nanoTime();
        program.run().orThrow();
        return (System.nanoTime() - begun) / 1e6;
    }

    private static Program compile(Path directory) throws IOException {
        var source = Files.writeString(directory.resolve("Hello.java"), SOURCE);
        Program.of(Jvm.java() + "c", source.toString()).run().orThrow();
        return Program.of(Jvm.java(), "-cp", directory.toString(), "Hello");
    }
}
