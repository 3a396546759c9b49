package dev.till.node.cli;

import dev.till.protocol.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the node. */
@Command(
        name = "up",
        description = {
            "Run the node of this machine.",
            "It runs in the foreground, until it is interrupted or told to stop by " + "till down.",
            "The first time it creates the home, the device key and a fleet of one. When it serves it "
                    + "prints one line."
        },
        footer = {
            "",
            "Examples:",
            "  till up",
            "  till up --name pi-attic --peer 192.0.2.7:7270",
            "  till up --set heartbeat-interval=10s --set max-drift=5m",
            "",
            "--json prints {\"ready\":true,\"name\",\"device\",\"fleet\",\"address\",\"home\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:stopped",
            "1:could not start: port in use, home unusable or in use by another node",
            "2:bad usage or setting",
            "5:not permitted to use the home"
        })
final class UpCommand extends Verb {
    private static final Pattern PORT = Pattern.compile("[0-9]{1,9}");

    @Option(names = "--name", paramLabel = "NAME", description = "Name of this device. Default: the host name.")
    private String name;

    @Option(
            names = "--bind",
            paramLabel = "HOST",
            description = "Address to listen on and to tell peers. Default: the machine's own on its network.")
    private String bind;

    @Option(names = "--port", paramLabel = "P", description = "Port for peers; 0 is any free one. Default: 7270.")
    private Integer port;

    @Option(
            names = "--peer",
            paramLabel = "HOST:PORT",
            description = "Where another device may be; may be given several times.")
    private List<String> peers;

    @Option(names = "--no-mdns", description = "Neither announce this node nor look for others by multicast DNS.")
    private boolean withoutMdns;

    @Option(names = "--no-discovery", description = "Look for nobody; meet only peers that dial in.")
    private boolean withoutDiscovery;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change a setting for this run; may be given several times. See till config show.")
    private List<String> settings;

    @Override
    boolean take(List<String> words) {
        return words.isEmpty();
    }

    @Override
    int option(String[] args, int at) {
        if (args[at].equals("--no-mdns") && !withoutMdns) {
            withoutMdns = true;
            return 1;
        }
        if (args[at].equals("--no-discovery") && !withoutDiscovery) {
            withoutDiscovery = true;
            return 1;
        }
        boolean valued = at + 1 < args.length && !args[at + 1].startsWith("-");
        return valued && option(args[at], args[at + 1]) ? 2 : 0;
    }

    private boolean option(String option, String value) {
        if (option.equals("--name") && name == null) {
            name = value;
        } else if (option.equals("--bind") && bind == null) {
            bind = value;
        } else if (option.equals("--port")
                && port == null
                && PORT.matcher(value).matches()) {
            port = Integer.valueOf(value);
        } else if (option.equals("--peer")) {
            peers = also(peers, value);
        } else if (option.equals("--set")) {
            settings = also(settings, value);
        } else {
            return false;
        }
        return true;
    }

    private static List<String> also(List<String> values, String value) {
        var all = new ArrayList<>(values == null ? List.of() : values);
        all.add(value);
        return all;
    }

    @Override
    boolean isServed(Terminal terminal) {
        return false;
    }

    @Override
    int run(Session session) throws CommandFailure {
        session.starter().up(session.home(), chosen(), ready -> announce(session, ready));
        return ExitStatus.DONE;
    }

    private List<String> chosen() {
        var chosen = new ArrayList<String>();
        if (name != null) {
            chosen.add("name=" + name);
        }
        if (bind != null) {
            chosen.add("bind=" + bind);
        }
        if (port != null) {
            chosen.add("port=" + port);
        }
        if (peers != null) {
            chosen.add("peers=" + String.join(",", peers));
        }
        if (withoutMdns) {
            chosen.add("mdns=false");
        }
        if (withoutDiscovery) {
            chosen.add("discovery=false");
        }
        if (settings != null) {
            chosen.addAll(settings);
        }
        return chosen;
    }

    private static void announce(Session session, NodeStarter.Ready ready) {
        if (session.json()) {
            session.print(new JsonWriter()
                    .open('{')
                    .flag("ready", true)
                    .text("name", ready.name())
                    .text("device", ready.device())
                    .text("fleet", ready.fleet())
                    .text("address", ready.address())
                    .text("home", ready.home().toString())
                    .close('}')
                    .toString());
        } else {
            session.print(ready.name() + " serves at " + ready.address() + ", device " + ready.device() + ", home "
                    + ready.home());
        }
        session.out().flush();
    }
}
