package dev.till.node.federation;

import dev.till.federation.menu.Menu.Directive;
import dev.till.protocol.component.CommandRecord;
import dev.till.protocol.component.ComponentName;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.EntityPath;
import dev.till.protocol.json.JsonText;
import java.util.Locale;
import java.util.Optional;

/**
 * Directives of a menu as commands to components. The id of the command follows from that of the directive, so a directive is
 * a command at most once, whatever crashes come between.
 */
final class MenuCommands {
    private static final String PREFIX = "menu-";

    private MenuCommands() {}

    /** Scripts have no component; till itself runs them. */
    static final ComponentName TILL = new ComponentName("till");

    /** The directive that a command came from. */
    static Optional<String> directive(String command) {
        return command.startsWith(PREFIX) ? Optional.of(command.substring(PREFIX.length())) : Optional.empty();
    }

    /** The command for a component; throws IllegalArgumentException when the target can be none. */
    static CommandRecord of(Directive directive, DeviceId device, ComponentName component) {
        var type = directive.type().orElseThrow().name().toLowerCase(Locale.ROOT);
        return CommandRecord.queued(device, id(directive), component, type, JsonText.string(directive.action()))
                .reportingBack(directive.reportBack());
    }

    /** Where the command of a directive is kept. */
    static EntityPath entity(Directive directive, DeviceId device) {
        return CommandRecord.entity(device, id(directive));
    }

    private static String id(Directive directive) {
        return PREFIX + directive.id();
    }
}
