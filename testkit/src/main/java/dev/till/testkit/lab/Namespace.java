package dev.till.testkit.lab;

import dev.till.testkit.process.Outcome;
import dev.till.testkit.process.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A network namespace by its name, made and removed with {@code ip netns}. */
record Namespace(String name) {

    /** All that exist on this machine. */
    static Stream<Namespace> all() {
        return Program.of("ip", "netns", "list")
                .run()
                .orThrow()
                .out()
                .lines()
                .map(line -> line.split(" ", 2)[0])
                .map(Namespace::new);
    }

    Namespace create() {
        Program.of("ip", "netns", "add", name).run().orThrow();
        ip("link", "set", "lo", "up");
        return this;
    }

    /** {@code ip} with these arguments, seen from inside. */
    Outcome ip(String... arguments) {
        var command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(List.of(arguments));
        return Program.of(command).run().orThrow();
    }

    /** Whether it has an interface of this name. */
    boolean has(String link) {
        return Program.of("ip", "-n", name, "link", "show", link).run().status() == 0;
    }

    /** What to put before a command to run it inside. */
    List<String> entrance() {
        return List.of("ip", "netns", "exec", name);
    }

    /** Ends all processes inside and removes it; its links go with it. */
    void remove() {
        Program.of("ip", "netns", "pids", name)
                .run()
                .out()
                .lines()
                .map(Long::valueOf)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .forEach(ProcessHandle::destroyForcibly);
        Program.of("ip", "netns", "delete", name).run();
    }
}
