package dev.till.node.federation;

import dev.till.federation.file.OwnersFile;
import dev.till.federation.github.Gists.Place;
import dev.till.federation.role.Role;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * What this machine keeps of its federation, in {@code federation/state.json}.
 *
 * @param open whether the gist is public
 * @param leaving the gist is to be deleted, and then the role is solo
 * @param doubtful a gist may be there that we do not know of: of one that was to be made, no answer came
 * @param hub the repository that this site has asked to be registered with
 * @param hubKey the public key that menus of the hub have to be signed with
 * @param issue the number of the registration; 0 before there is one
 * @param published the content last put into the outbox, without its time; empty before
 * @param publishedAt when
 * @param lastSync when the gist was last on GitHub
 */
record FederationState(
        Role role,
        boolean open,
        boolean leaving,
        Optional<Place> gist,
        boolean doubtful,
        Optional<String> hub,
        Optional<String> hubKey,
        long issue,
        String published,
        Instant publishedAt,
        Optional<Instant> lastSync) {

    static final FederationState NEW = new FederationState(
            Role.SOLO,
            false,
            false,
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            0,
            "",
            Instant.EPOCH,
            Optional.empty());

    FederationState withRole(Role role, boolean open) {
        return new FederationState(
                role, open, false, gist, doubtful, hub, hubKey, issue, published, publishedAt, lastSync);
    }

    /** From now on only the deletion of the gist is done. */
    FederationState inLeaving() {
        return new FederationState(
                role, open, true, gist, doubtful, hub, hubKey, issue, published, publishedAt, lastSync);
    }

    FederationState withGist(Place place, Instant now) {
        return new FederationState(
                role,
                open,
                leaving,
                Optional.of(place),
                false,
                hub,
                hubKey,
                issue,
                published,
                publishedAt,
                Optional.of(now));
    }

    FederationState inDoubt() {
        return new FederationState(
                role, open, leaving, gist, true, hub, hubKey, issue, published, publishedAt, lastSync);
    }

    FederationState withHub(String repository, Optional<String> key) {
        return new FederationState(
                role, open, leaving, gist, doubtful, Optional.of(repository), key, 0, published, publishedAt, lastSync);
    }

    /** Menus count only when they are signed with this key from now on. */
    FederationState withHubKey(String key) {
        return new FederationState(
                role, open, leaving, gist, doubtful, hub, Optional.of(key), issue, published, publishedAt, lastSync);
    }

    FederationState withIssue(long number) {
        return new FederationState(
                role, open, leaving, gist, doubtful, hub, hubKey, number, published, publishedAt, lastSync);
    }

    FederationState withPublished(String content, Instant now) {
        return new FederationState(role, open, leaving, gist, doubtful, hub, hubKey, issue, content, now, lastSync);
    }

    String json() {
        var json = new JsonWriter(512)
                .open('{')
                .text("role", role.word())
                .flag("public", open)
                .flag("leaving", leaving)
                .text("gist", gist.map(Place::id))
                .text("gist_url", gist.map(Place::url))
                .flag("doubtful", doubtful)
                .text("hub", hub)
                .text("hub_key", hubKey)
                .number("issue", issue)
                .text("published", published)
                .text("published_at", publishedAt.toString())
                .text("last_sync", lastSync.map(Instant::toString));
        return json.close('}').toString();
    }

    /** What a file holds. One that is not understood makes the machine solo, which harms nobody. */
    static FederationState read(OwnersFile file, Logger log) throws IOException {
        var text = file.read();
        try {
            return text.isEmpty() ? NEW : parse(text.get());
        } catch (IllegalArgumentException | DateTimeException e) {
            log.error("The state of the federation cannot be read; the role is solo: {}", e.getMessage());
            return NEW;
        }
    }

    /** Throws IllegalArgumentException or DateTimeException on a file that we did not write. */
    static FederationState parse(String text) {
        var members = JsonMembers.parse(text);
        var role = members.text("role");
        return new FederationState(
                Role.of(role)
                        .orElseThrow(() -> new IllegalArgumentException("role: '" + role + "' (expected: a role)")),
                members.flag("public"),
                members.flag("leaving"),
                members.optionalText("gist").map(id -> new Place(id, members.text("gist_url"))),
                members.flag("doubtful"),
                members.optionalText("hub"),
                members.optionalText("hub_key"),
                members.number("issue", 0),
                members.text("published"),
                Instant.parse(members.text("published_at")),
                members.optionalText("last_sync").map(Instant::parse));
    }
}
