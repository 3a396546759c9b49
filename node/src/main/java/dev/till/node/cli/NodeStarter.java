package dev.till.node.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * What only the process itself can do. The main class supplies it, and it is asked for only by the commands that need
 * it, so that all others load nothing of the node.
 */
public interface NodeStarter {

    /**
     * Runs a node in this process until it is stopped, by a signal or by {@code till down}.
     *
     * @param settings {@code key=value} each, in the order given; later ones win
     * @param ready told once, when the node serves
     * @throws CommandFailure when it cannot start: port in use, home locked or not writable, bad setting
     */
    void up(Path home, List<String> settings, ReadyListener ready) throws CommandFailure;

    /** Shows a throwaway fleet on this machine; answers the exit status. */
    int demo(int nodes, boolean json, PrintStream out) throws CommandFailure;

    /** Makes the home of a node that is not running join the fleet that {@code line} invites to. */
    Joined enroll(Path home, String line, Optional<String> name) throws CommandFailure;

    /** Backs up the home of a node that is not running into {@code file}; answers how many bytes that has. */
    long backUp(Path home, Path file, LongConsumer progress) throws CommandFailure;

    /** Makes {@code home}, which is absent or empty, from the backup {@code file}. */
    Restored restore(Path file, Path home, LongConsumer progress) throws CommandFailure;

    /** Every setting as a node started now would have it. */
    List<Setting> settings(Path home) throws CommandFailure;

    /** Told that the node serves. */
    interface ReadyListener {
        void ready(Ready ready);
    }

    /** A node that serves. */
    record Ready(String name, String device, String fleet, String address, Path home) {}

    /** What a device has become by enrolling. */
    record Joined(String name, String device, String fleet) {}

    /** What a home was restored to: which device of which fleet, as it was when. */
    record Restored(String name, String device, String fleet, String created) {}

    /** A setting, its value and where that came from. */
    record Setting(String key, String value, String source, String meaning) {}
}
