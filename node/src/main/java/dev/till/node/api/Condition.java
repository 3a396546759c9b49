package dev.till.node.api;

import dev.till.node.message.Entry;
import dev.till.node.message.RegisterCommand;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonMembers;

/**
 * What a write assumes: that a register is still as the writer read it.
 *
 * @param revision of the register when it was read; 0 when it had never been written
 */
record Condition(RegisterKey key, long revision) {

    static Condition parse(String json) {
        var members = JsonMembers.parse(json);
        return new Condition(
                RegisterKey.of(members.text("entity"), members.text("field")), members.number("revision", 0));
    }

    void check(Actors actors) throws Refusal {
        Entry now = actors.registers(replyTo -> new RegisterCommand.Get(key, replyTo));
        if (now.revision() != revision) {
            throw new Refusal(
                    Reason.CONFLICT,
                    key + " has changed meanwhile (revision " + now.revision() + ", expected " + revision
                            + "); read it again and repeat");
        }
    }
}
