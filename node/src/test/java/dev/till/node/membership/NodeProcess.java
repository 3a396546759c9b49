package dev.till.node.membership;

import dev.till.node.message.Endpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;

/** A membership actor in a process of its own, so that a test can put it to sleep as a closed lid does. */
final class NodeProcess implements AutoCloseable {
    private final Process process;

    private NodeProcess(Process process) {
        this.process = process;
    }

    /** Arguments: devices in the fleet, which one of them to be, the port to listen on, endpoints of peers. */
    public static void main(String[] arguments) throws Exception {
        var fleet = new TestFleet(Integer.parseInt(arguments[0]));
        int device = Integer.parseInt(arguments[1]);
        var listen = ListenAddress.choose(Optional.of("127.0.0.1"), Integer.parseInt(arguments[2]));
        var peers = Arrays.stream(arguments).skip(3).map(Endpoint::parse).toList();
        new TestNode(ActorTestKit.create(), listen, fleet.spec(device, TestFleet.settings()), fleet.roster(), peers);
        // Until the one who started us is gone.
        System.in.read();
        System.exit(0);
    }

    static NodeProcess start(int devices, int device, Endpoint listen, Endpoint... peers) throws Exception {
        var command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dpekko.fail-mixed-versions=off",
                "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile", "logback-test.xml"),
                "-cp",
                System.getProperty("java.class.path"),
                NodeProcess.class.getName(),
                Integer.toString(devices),
                Integer.toString(device),
                Integer.toString(listen.port())));
        Arrays.stream(peers).map(Object::toString).forEach(command::add);
        return new NodeProcess(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    void sleep() throws Exception {
        signal("STOP");
    }

    void wake() throws Exception {
        signal("CONT");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void signal(String name) throws Exception {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).redirectErrorStream(true);
        if (kill.start().waitFor() != 0) {
            throw new IllegalStateException("kill -" + name + " " + process.pid() + " failed");
        }
    }
}
