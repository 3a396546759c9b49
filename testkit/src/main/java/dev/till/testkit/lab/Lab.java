package dev.till.testkit.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Some machines on one switch.
 *
 * <p>Each {@link Machine} is a network namespace with one interface and one address, {@code 10.99.0.1} and so on. Closing
 * the lab ends what runs in it and removes all of it; should the process die before that, the next lab removes the leftovers.
 */
public final class Lab implements AutoCloseable {

    /** The name of the bridge in the switch's namespace. */
    static final String BRIDGE = "switch0";

    private static final AtomicInteger LABS = new AtomicInteger();
    private static final int MOST = 200;

    private final List<Machine> machines = new ArrayList<>();
    private final Namespace wires;
    private final Thread onExit = new Thread(this::remove, "lab-removal");

    private Lab(String prefix) {
        wires = new Namespace(prefix + "switch");
    }

    /**
     * Makes a lab.
     *
     * @throws IllegalStateException when this is not Linux, we are not root, or namespaces may not be made
     */
    public static Lab of(int machines) {
        if (machines < 1 || machines > MOST) {
            throw new IllegalArgumentException("machines: " + machines + " (expected: 1 to " + MOST + ")");
        }
        Namespace.all().filter(namespace -> Owner.isLeftover(namespace.name())).forEach(Namespace::remove);
        var prefix = Owner.self().prefix(LABS.incrementAndGet());
        var lab = new Lab(prefix);
        Runtime.getRuntime().addShutdownHook(lab.onExit);
        try {
            lab.connect(prefix, machines);
            return lab;
        } catch (RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    private void connect(String prefix, int count) {
        wires.create();
        // Without snooping the bridge floods multicast, as a plain switch does; with it, it would wait for a querier.
        wires.ip("link", "add", BRIDGE, "type", "bridge", "mcast_snooping", "0", "forward_delay", "0");
        wires.ip("link", "set", BRIDGE, "up");
        for (int i = 1; i <= count; i++) {
            machines.add(new Machine(new Namespace(prefix + i), wires, i).connect());
        }
    }

    public List<Machine> machines() {
        return List.copyOf(machines);
    }

    /** The machine with this number, from 0. */
    public Machine machine(int index) {
        return machines.get(index);
    }

    /** Puts every cable back in and lifts every block. */
    public void heal() {
        machines.forEach(Machine::heal);
    }

    /** How many bytes all machines have sent so far, headers of the link included. */
    public long bytesSent() {
        return machines.stream().mapToLong(Machine::bytesSent).sum();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException ending) {
            // The hook runs already, or will; removing twice does no harm.
            remove();
            return;
        }
        remove();
    }

    private void remove() {
        machines.forEach(Machine::remove);
        wires.remove();
    }
}
