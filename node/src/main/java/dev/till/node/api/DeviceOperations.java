package dev.till.node.api;

import dev.till.node.message.TrustCommand;
import dev.till.node.message.TrustReply;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.trust.DeviceList;
import dev.till.protocol.trust.DeviceRecord;
import dev.till.protocol.trust.Membership;
import java.time.Duration;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/** Requests about who belongs to the fleet. */
final class DeviceOperations {
    private static final long DEFAULT_TTL_MILLIS = 3_600_000;

    private final Actors actors;

    DeviceOperations(Actors actors) {
        this.actors = actors;
    }

    /** A line that lets one machine in. */
    String invite(Exchange exchange) throws Refusal {
        var ttl = Duration.ofMillis(exchange.request().number("ttl_ms", DEFAULT_TTL_MILLIS));
        boolean admin = exchange.request().flag("admin");
        var invited = this.<TrustCommand.Invited>ask(
                replyTo -> new TrustCommand.Invite(ttl, admin, replyTo), Actors.PATIENCE);
        return new JsonWriter()
                .open('{')
                .text("line", invited.line())
                .text("expires", invited.expiry().toString())
                .close('}')
                .toString();
    }

    /** Joins the fleet that made a line. */
    String enroll(Exchange exchange) throws Refusal {
        var line = exchange.request().text("line");
        var name = exchange.request().optionalText("name").map(DeviceName::new);
        var enrolled = this.<TrustCommand.Enrolled>ask(
                replyTo -> new TrustCommand.Enrol(line, name, replyTo), exchange.timeout());
        return new JsonWriter()
                .open('{')
                .text("name", enrolled.name().value())
                .text("device", actors.parts().self().get().device().toString())
                .text("fleet", enrolled.fleet().value())
                .number("devices", enrolled.devices())
                .close('}')
                .toString();
    }

    /** Puts a device out. */
    String revoke(Exchange exchange) throws Refusal {
        var device = exchange.request().text("device");
        return describe(this.<DeviceRecord>ask(replyTo -> new TrustCommand.Revoke(device, replyTo), Actors.PATIENCE));
    }

    /** All devices of the fleet, revoked ones too. */
    String list(Exchange exchange) throws Refusal {
        var json = new JsonWriter(1024).open('[');
        membership().devices().forEach(device -> json.raw(describe(device)));
        return json.close(']').toString();
    }

    /** This machine as a device. */
    String self(Exchange exchange) throws Refusal {
        DeviceList list = list();
        var membership = Membership.of(list);
        var self = actors.parts().self().get();
        var known = membership.find(self.device());
        return new JsonWriter()
                .open('{')
                .text("name", known.map(DeviceRecord::name).orElse(self.name()).value())
                .text("device", self.device().toString())
                .text("fleet", list.fleet().value())
                .flag("admin", membership.authority(self.device()).isPresent())
                .flag("revoked", membership.isRevoked(self.device()))
                .number("devices", membership.members().size())
                .close('}')
                .toString();
    }

    private String describe(DeviceRecord device) {
        return new JsonWriter()
                .open('{')
                .text("name", device.name().value())
                .text("device", device.id().toString())
                .flag("admin", device.admin())
                .text("enrolled", device.enrolledAt().toString())
                .flag("revoked", device.revoked())
                .flag("self", device.id().equals(actors.parts().self().get().device()))
                .close('}')
                .toString();
    }

    private Membership membership() throws Refusal {
        return Membership.of(list());
    }

    private DeviceList list() throws Refusal {
        return actors.get(actors.parts().trust(), TrustCommand.Current::new);
    }

    <T> T ask(Function<ActorRef<TrustReply<T>>, TrustCommand> message, Duration patience) throws Refusal {
        TrustReply<T> reply = Actors.await(actors.ask(actors.parts().trust(), message, patience), patience);
        if (reply instanceof TrustReply.Done<T> done) {
            return done.value();
        }
        var refused = (TrustReply.Refused<T>) reply;
        throw new Refusal(reason(refused.why()), refused.message());
    }

    private static Reason reason(TrustReply.Why why) {
        return switch (why) {
            case FAILED -> Reason.FAILED;
            case USAGE -> Reason.USAGE;
            case ABSENT -> Reason.ABSENT;
            case FORBIDDEN -> Reason.FORBIDDEN;
            case CONFLICT -> Reason.CONFLICT;
        };
    }
}
