package dev.till.testkit.lab;

import dev.till.testkit.process.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A machine of a {@link Lab}: a place on the network where programs run. */
public final class Machine {

    private static final String INTERFACE = "eth0";
    private static final String BLOCKED = "blocked";
    private static final List<String> FIREWALL = List.of(
            "add table inet lab",
            "add set inet lab " + BLOCKED + " { type ipv4_addr ; }",
            "add chain inet lab input { type filter hook input priority 0 ; }",
            "add rule inet lab input ip saddr @" + BLOCKED + " drop",
            // After the block: what is lost at random is a rule that comes and goes.
            "add chain inet lab noise { type filter hook input priority 1 ; }");

    private final Namespace namespace;
    private final Namespace wires;
    private final String port;
    private final int number;
    private String address;
    private boolean throttled;
    private Optional<BadWire> wire = Optional.empty();

    Machine(Namespace namespace, Namespace wires, int number) {
        this.namespace = namespace;
        this.wires = wires;
        this.number = number;
        port = "port" + number;
        address = "10.99.0." + number;
    }

    Machine connect() {
        namespace.create();
        wires.ip("link", "add", port, "type", "veth", "peer", "name", INTERFACE, "netns", namespace.name());
        wires.ip("link", "set", port, "master", Lab.BRIDGE, "up");
        namespace.ip("link", "set", INTERFACE, "up");
        namespace.ip("address", "add", address + "/16", "dev", INTERFACE);
        // Multicast goes the way of the default route, as on any machine with one interface.
        namespace.ip("route", "add", "default", "dev", INTERFACE);
        FIREWALL.forEach(this::nft);
        return this;
    }

    /** Its address on the lab's network. */
    public String address() {
        return address;
    }

    /** What to put before a command so that it runs on this machine. */
    public List<String> entrance() {
        return namespace.entrance();
    }

    /** A program that runs on this machine. */
    public Program program(String... command) {
        return Program.of(command).through(entrance());
    }

    /** Pulls the cable. */
    public void cut() {
        wires.ip("link", "set", port, "down");
    }

    /** From now on no more than so many megabits a second arrive here; what comes faster waits a little and is dropped. */
    public void throttle(int megabits) {
        tc("replace", "tbf", "rate", megabits + "mbit", "burst", "64kb", "latency", "400ms");
        throttled = true;
    }

    /** Puts a good cable back in and lets everyone's packets in again, all of them. */
    public void heal() {
        wire.ifPresent(BadWire::remove);
        wire = Optional.empty();
        if (throttled) {
            tc("delete");
            throttled = false;
        }
        wires.ip("link", "set", port, "up");
        nft("flush set inet lab " + BLOCKED);
        nft("flush chain inet lab noise");
    }

    /** From now on this many of a hundred packets that should arrive here do not, at random. */
    public void lose(int percent) {
        nft("flush chain inet lab noise");
        nft("add rule inet lab noise iifname " + INTERFACE + " numgen random mod 100 < " + percent + " drop");
    }

    /** From now on the cable is a bad one. Takes the programs that {@link BadWire} names. */
    public void distort(Distortion distortion) {
        wire.ifPresent(BadWire::remove);
        wire = Optional.of(BadWire.into(wires, port, number, distortion));
    }

    /** From now on nothing that {@code from} sends arrives here; what we send still arrives there. */
    public void refuse(Machine from) {
        nft("add element inet lab " + BLOCKED + " { " + from.address + " }");
    }

    /** From now on nothing passes between the two. */
    public void part(Machine other) {
        refuse(other);
        other.refuse(this);
    }

    /** Moves this machine to another address of the lab's network, as a new lease does. */
    public void move(String newAddress) {
        namespace.ip("address", "delete", address + "/16", "dev", INTERFACE);
        namespace.ip("address", "add", newAddress + "/16", "dev", INTERFACE);
        namespace.ip("route", "replace", "default", "dev", INTERFACE);
        address = newAddress;
    }

    /** How many bytes it has sent so far. */
    long bytesSent() {
        var counter = "/sys/class/net/" + INTERFACE + "/statistics/tx_bytes";
        return Long.parseLong(program("cat", counter).run().orThrow().text());
    }

    void remove() {
        wire.ifPresent(BadWire::end);
        namespace.remove();
    }

    private void tc(String verb, String... rest) {
        var command = new ArrayList<>(List.of("tc", "qdisc", verb, "dev", port, "root"));
        command.addAll(List.of(rest));
        Program.of(command).through(wires.entrance()).run().orThrow();
    }

    private void nft(String rule) {
        var command = new ArrayList<>(List.of("nft"));
        command.addAll(List.of(rule.split(" ", -1)));
        Program.of(command).through(entrance()).run().orThrow();
    }
}
