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
    private static final int MOST_SAID = 150;

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
        var name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "macos" : name;
    }

    /** What came of it; why it failed; and of what the hub wants to hear back, the beginning of what was said. */
    private static String outcome(CommandRecord command) {
        var said = command.state() == State.FAILED ? command.why() : command.reportBack() ? command.output() : "";
        return command.state().word() + (said.isBlank() ? "" : ": " + beginning(said));
    }

    private static String beginning(String text) {
        var line = text.strip().replaceAll("\\p{Cntrl}+", " ");
        return line.length() > MOST_SAID ? line.substring(0, MOST_SAID) + "…" : line;
    }
}
