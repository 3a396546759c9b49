package dev.till.node.federation;

import dev.till.federation.site.SiteStatus;
import dev.till.federation.site.SiteStatus.Component;
import dev.till.node.message.Entry;
import dev.till.protocol.component.CommandRecord;
import dev.till.protocol.component.CommandRecord.State;
import dev.till.protocol.component.ComponentRecord;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Puts together what this site says of itself, from its components and their commands as the registers have them. */
final class SiteText {
    private static final int MOST_WHY = 150;

    private SiteText() {}

    static SiteStatus of(FederationTools.Self self, FederationState state, List<Entry> entries, Instant now) {
        var components = new TreeMap<String, Component>();
        var telemetry = new TreeMap<String, String>();
        int running = 0;
        for (ComponentRecord component : Entries.components(entries)) {
            var status = component.statusAt(now);
            running += status.equals("running") ? 1 : 0;
            components.put(component.name(), new Component(status, component.version()));
            component.metrics().forEach((name, number) -> telemetry.put(component.name() + "." + name, number));
        }
        telemetry.put("components", Integer.toString(components.size()));
        telemetry.put("components_running", Integer.toString(running));
        var directives = new TreeMap<String, String>();
        for (CommandRecord command : Entries.commands(entries)) {
            MenuCommands.directive(command.id()).ifPresent(id -> directives.put(id, outcome(command)));
        }
        return new SiteStatus(
                self.site(),
                self.name(),
                now,
                state.role().word(),
                state.lastSync(),
                platform(),
                self.version(),
                components,
                telemetry,
                directives);
    }

    /** The platform of this machine as menus name it: {@code linux}. */
    static String platform() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT);
    }

    private static String outcome(CommandRecord command) {
        if (command.state() != State.FAILED) {
            return command.state().word();
        }
        var why = command.why().replaceAll("\\p{Cntrl}", " ");
        return "failed: " + (why.length() > MOST_WHY ? why.substring(0, MOST_WHY) + "…" : why);
    }
}
