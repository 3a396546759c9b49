package dev.till.node.federation;

import dev.till.federation.github.Gists.Place;
import dev.till.federation.outbox.Letter;
import dev.till.node.message.FederationReply;
import dev.till.node.message.FederationReply.Refused;
import dev.till.node.message.FederationReply.Why;
import dev.till.protocol.json.JsonWriter;
import java.time.Duration;
import java.time.Instant;

/** How the federation of this machine stands, as {@code federate status --json} shows it. */
final class FederationStanding {
    private FederationStanding() {}

    static String json(FederationState state, Courier.Report report, FederationTools tools, Instant now) {
        var from = tools.outside().tokenFrom();
        var json = new JsonWriter(512)
                .open('{')
                .text("role", state.role().word())
                .text("explained", state.role().explained())
                .flag("leaving", state.leaving())
                .text("site", tools.self().site())
                .text("api", tools.outside().api().toString())
                .flag("authenticated", from.isPresent())
                .text("token_from", from)
                .text("gist", state.gist().map(Place::id))
                .text("gist_url", state.gist().map(Place::url))
                .flag("public", state.open())
                .text("hub", state.hub())
                .text("hub_key", state.hubKey())
                .number("registration", state.issue())
                .open("outbox", '{')
                .number("length", report.waiting().size());
        report.waiting().stream()
                .map(Letter::created)
                .findFirst()
                .ifPresentOrElse(
                        oldest -> json.number(
                                "oldest_s",
                                Math.max(0, Duration.between(oldest, now).toSeconds())),
                        () -> json.raw("oldest_s", "null"));
        json.text("last_error", report.lastError()).open("waiting", '[');
        report.waiting().forEach(letter -> json.text(letter.target()));
        json.close(']').open("aside", '[');
        report.aside()
                .forEach(aside -> json.open('{')
                        .text("target", aside.target())
                        .text("why", aside.why())
                        .close('}'));
        return json.close(']')
                .close('}')
                .text("last_sync", state.lastSync().map(Instant::toString))
                .close('}')
                .toString();
    }

    /** What somebody is told who waited until the outbox was tried. */
    static FederationReply settled(Courier.Report report, FederationReply done) {
        if (!report.waiting().isEmpty()) {
            return new Refused(
                    Why.PARTIAL,
                    "it waits in the outbox and is tried again: "
                            + report.lastError().orElse("not tried yet"));
        }
        if (report.aside().isEmpty() && report.lastError().isPresent()) {
            return new Refused(
                    Why.FAILED, "it could not be noted: " + report.lastError().get());
        }
        return report.aside().isEmpty()
                ? done
                : new Refused(
                        Why.PARTIAL,
                        "not all could be done: "
                                + report.aside().iterator().next().why()
                                + " (see `till federate status`; forget it with `till federate discard`)");
    }
}
