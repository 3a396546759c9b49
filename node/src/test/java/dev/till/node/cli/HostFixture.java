package dev.till.node.cli;

import dev.till.node.api.MemoryNode;
import dev.till.node.ssh.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** A node in memory and OpenSSH's server, which stands for as many hosts as there are addresses of loopback. */
final class HostFixture implements AutoCloseable {
    /** Whom the hosts admit. */
    static final String USER = System.getProperty("user.name");

    private final Path directory;
    private final MemoryNode node;
    private final Sshd sshd;
    private final Till till;

    private HostFixture(Path directory, MemoryNode node, Sshd sshd, Till till) {
        this.directory = directory;
        this.node = node;
        this.sshd = sshd;
        this.till = till;
    }

    /** Starts a node of one's choice. */
    interface Nodes {
        MemoryNode at(Path home) throws IOException;
    }

    /** Starts both; {@code settings} are of the server. Without {@link #initialised} it admits nobody. */
    static HostFixture start(Path directory, Nodes nodes, String... settings) throws IOException {
        var home = Files.createDirectory(directory.resolve("home"));
        var node = nodes.at(home);
        // What is first on the path there is for tests to put in the way.
        var path = "SetEnv PATH=" + Files.createDirectory(directory.resolve("first")) + ":/usr/bin:/bin";
        var all = Stream.concat(Stream.of(path), Stream.of(settings)).toArray(String[]::new);
        return new HostFixture(directory, node, Sshd.start(directory.resolve("sshd"), all), new Till(home));
    }

    /** With a key that the hosts admit. */
    HostFixture initialised() throws IOException {
        sshd.admit(till.run("host", "init").out());
        return this;
    }

    /** With a host of that name at that address, which nobody has tried. */
    HostFixture with(String name, String address, String... more) {
        var words = Stream.concat(
                Stream.of("host", "add", "--no-test", name, USER + "@" + address + ":" + sshd.port()), Stream.of(more));
        till.run(words.toArray(String[]::new));
        return this;
    }

    MemoryNode node() {
        return node;
    }

    Sshd sshd() {
        return sshd;
    }

    Till till() {
        return till;
    }

    /** Of the node. */
    Path home() {
        return directory.resolve("home");
    }

    /** The home of the account on the hosts. */
    Path account() {
        return directory.resolve("sshd/account");
    }

    /** Lets a program of the hosts be something else. */
    void inTheWay(String program, String line) throws IOException {
        executable(directory.resolve("first").resolve(program), "#!/bin/sh\n" + line + "\n");
    }

    /** Takes that back. */
    void outOfTheWay(String program) throws IOException {
        Files.delete(directory.resolve("first").resolve(program));
    }

    static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Override
    public void close() throws IOException {
        node.close();
        sshd.close();
    }
}
