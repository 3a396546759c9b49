package dev.till.node.federation;

import dev.till.federation.github.GitHubException;
import dev.till.federation.github.RepositoryName;
import dev.till.federation.hubrepo.HubRepository;
import dev.till.federation.role.NotAllowed;
import dev.till.federation.role.Right;
import dev.till.federation.site.HubSummary;
import dev.till.node.message.FederationReply.Refused;
import dev.till.node.message.FederationReply.Why;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** What a hub does: reads its sites. It blocks. */
final class CollectJob {
    private CollectJob() {}

    /** A summary to be written back, or why there is none. */
    record Result(Optional<HubSummary> summary, String text, Optional<Refused> refused) {}

    static Result run(FederationTools tools, FederationState state, RepositoryName hub, Instant now) {
        try {
            var summary = new HubRepository(tools.outside().github(state.role(), Right.COLLECT), hub).collect();
            return new Result(Optional.of(summary), summary.json(hub.value(), now), Optional.empty());
        } catch (NotAllowed e) {
            return refused(Why.FORBIDDEN, e.getMessage());
        } catch (GitHubException e) {
            return refused(e.isRetryable() ? Why.PARTIAL : Why.FAILED, "nothing was collected: " + e.getMessage());
        } catch (IOException e) {
            return refused(Why.FAILED, e.getMessage());
        }
    }

    static Result refused(Why why, String message) {
        return new Result(Optional.empty(), "", Optional.of(new Refused(why, message)));
    }
}
