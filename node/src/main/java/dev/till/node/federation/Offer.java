package dev.till.node.federation;

import dev.till.federation.outbox.Letter;
import dev.till.federation.site.SiteStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * A gist that is to be published and is not known to be in the outbox yet.
 *
 * @param text of the gist
 * @param content the same without its time
 */
record Offer(String text, String content, Instant at) {
    private static final Duration AT_LEAST = Duration.ofDays(1);

    static Offer of(SiteStatus status, Instant now) {
        return new Offer(status.json(), status.content(), now);
    }

    /** Whether it is to be made: when something has changed, and once a day, so that a hub sees that we live. */
    boolean isDue(FederationState state) {
        return !at.isBefore(state.publishedAt().plus(AT_LEAST)) || !content.equals(state.published());
    }

    /** Whether this letter is what has come of it. */
    boolean isIn(Letter letter) {
        return letter.kind() == Letter.Kind.GIST && letter.text().equals(text);
    }
}
