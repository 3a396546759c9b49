package dev.till.node.client;

import dev.till.protocol.component.CommandRecord.State;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.register.Value;
import java.util.Locale;

/**
 * Something that a component is asked to do, and what came of it.
 *
 * @param device the name of the device that the component runs on
 * @param arguments what it needs to know; {@code null} in JSON when there is nothing
 * @param reportBack whether who asked wants to hear what it has to say
 * @param output what it had to say
 * @param why it failed; empty unless it did
 */
public record ComponentCommand(
        String id,
        String device,
        String component,
        String action,
        Value arguments,
        boolean reportBack,
        State state,
        String output,
        String why) {

    static ComponentCommand parse(String json) {
        var members = JsonMembers.parse(json);
        return new ComponentCommand(
                members.text("id"),
                members.text("device"),
                members.text("component"),
                members.text("action"),
                new Value(members.raw("arguments").orElse("null")),
                members.flag("report_back"),
                State.valueOf(members.text("state").toUpperCase(Locale.ROOT)),
                members.text("output"),
                members.text("why"));
    }
}
