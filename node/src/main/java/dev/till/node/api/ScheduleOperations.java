package dev.till.node.api;

import dev.till.node.message.ScheduleCommand;
import dev.till.node.message.ScheduleCommand.Reply;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.schedule.Rhythm;
import dev.till.protocol.schedule.ScheduleDocument;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/** Requests about when this node syncs by itself. */
final class ScheduleOperations {
    private final Actors actors;

    ScheduleOperations(Actors actors) {
        this.actors = actors;
    }

    /** The schedule, as its file has it. */
    String show(Exchange unused) throws Refusal {
        return ask(ScheduleCommand.Show::new);
    }

    /** Another rhythm: {@code hours}, or {@code daily_at}. */
    String set(Exchange exchange) throws Refusal {
        var request = exchange.request();
        var daily = request.optionalText("daily_at").<Rhythm>map(Rhythm.Daily::parse);
        Optional<Rhythm> hourly = request.has("hours")
                ? Optional.of(new Rhythm.Hourly((int) Math.min(Integer.MAX_VALUE, request.number("hours", 0))))
                : Optional.empty();
        if (daily.isPresent() == hourly.isPresent()) {
            throw new IllegalArgumentException("rhythm: " + (daily.isPresent() ? "two" : "none")
                    + " (expected: --every HOURS, or --daily-at HH:MM)");
        }
        return ask(replyTo -> new ScheduleCommand.Set(daily.or(() -> hourly).orElseThrow(), replyTo));
    }

    /** No schedule. */
    String off(Exchange unused) throws Refusal {
        return ask(ScheduleCommand.Off::new);
    }

    private String ask(Function<ActorRef<Reply>, ScheduleCommand> question) throws Refusal {
        Reply reply = actors.get(actors.parts().schedule(), question);
        if (reply instanceof Reply.Failed failed) {
            throw new Refusal(Reason.FAILED, failed.message());
        }
        var schedule = ((Reply.Now) reply).schedule();
        return schedule.isEmpty()
                ? new JsonWriter().open('{').flag("enabled", false).close('}').toString()
                : new ScheduleDocument(schedule, new TreeMap<>()).syncMember();
    }
}
