package dev.till.testkit.lab;

import dev.till.testkit.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;

/** A real Avahi daemon on a {@link Machine}, with a message bus of its own; the host's Avahi, if any, is not touched. */
public final class Avahi implements AutoCloseable {

    private static final String BUS = """
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
              "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <type>system</type>
              <listen>%s</listen>
              <auth>EXTERNAL</auth>
              <policy context="default">
                <allow user="*"/>
                <allow own="*"/>
                <allow send_type="method_call"/>
                <allow send_destination="*"/>
                <allow receive_sender="*"/>
              </policy>
            </busconfig>
            """;
    private static final String SETTINGS = """
            [server]
            host-name=lab
            [publish]
            publish-workstation=no
            """;
    /** Its pid file has a fixed place, so it gets a mount namespace in which that place is empty. */
    private static final String RUN = "mkdir -p /run/avahi-daemon && mount -t tmpfs none /run/avahi-daemon"
            + " && exec avahi-daemon --no-drop-root --no-chroot --no-rlimits -f \"$0\"";

    private final Machine machine;
    private final String address;
    private final List<Process> daemons;
    private final Path log;

    private Avahi(Machine machine, String address, List<Process> daemons, Path log) {
        this.machine = machine;
        this.address = address;
        this.daemons = daemons;
        this.log = log;
    }

    /** Starts one; its files and log go to {@code directory}. Needs {@code avahi-daemon} and {@code dbus-daemon}. */
    public static Avahi on(Machine machine, Path directory) throws IOException {
        var address = "unix:path=" + directory.resolve("bus");
        var bus = Files.writeString(directory.resolve("bus.conf"), BUS.formatted(address));
        var settings = Files.writeString(directory.resolve("avahi.conf"), SETTINGS);
        var log = directory.resolve("avahi.log");
        var first = machine.program("dbus-daemon", "--config-file=" + bus, "--nofork", "--nopidfile")
                .start(log);
        Awaitility.await().until(() -> Files.exists(directory.resolve("bus")));
        var second = machine.program("unshare", "--mount", "sh", "-c", RUN, settings.toString())
                .with("DBUS_SYSTEM_BUS_ADDRESS", address)
                .start(log);
        var avahi = new Avahi(machine, address, List.of(second, first), log);
        Awaitility.await().atMost(Program.PATIENCE).until(avahi::answers);
        return avahi;
    }

    /** What {@code avahi-browse} finds of this type, one resolved service a line, in its parsable form. */
    public List<String> browse(String type) {
        return program("avahi-browse", "--resolve", "--parsable", "--terminate", type)
                .run()
                .orThrow()
                .out()
                .lines()
                .filter(line -> line.startsWith("="))
                .toList();
    }

    /** Announces a service until the process returned is ended. */
    public Process publish(String name, String type, int port, String text) {
        return program("avahi-publish", "--service", name, type, Integer.toString(port), text)
                .start(log);
    }

    private boolean answers() {
        return program("avahi-browse", "--parsable", "--terminate", "_none._tcp")
                        .run()
                        .status()
                == 0;
    }

    private Program program(String... command) {
        return machine.program(command).with("DBUS_SYSTEM_BUS_ADDRESS", address);
    }

    @Override
    public void close() {
        daemons.forEach(Process::destroy);
        daemons.forEach(daemon -> daemon.onExit().join());
    }
}
