package dev.till.federation.outbox;

import dev.till.federation.github.Gists.Place;
import dev.till.federation.github.Gists.Wanted;
import dev.till.federation.github.GitHubException;
import dev.till.federation.github.RepositoryName;
import dev.till.federation.role.NotAllowed;
import dev.till.federation.role.Right;
import dev.till.federation.role.Role;
import dev.till.federation.site.Registration;
import dev.till.federation.site.SiteStatus;
import java.io.IOException;
import java.util.Optional;

/** Does letters. Each is worded as what shall be, not as what to do, so doing one twice is doing it once. */
public final class Errands {
    private final Outside outside;
    private final String site;
    private final boolean open;

    /**
     * @param site the id of this site
     * @param open whether its gist is public
     */
    public Errands(Outside outside, String site, boolean open) {
        this.outside = outside;
        this.site = site;
        this.open = open;
    }

    /** What came of a letter. */
    public sealed interface Outcome {
        /** The gist is as wanted; {@code again} when it had been deleted and was made anew. */
        record Published(Place place, boolean again) implements Outcome {}

        /** There is no gist any more. */
        record Unpublished() implements Outcome {}

        /** The issue is as wanted. */
        record Registered(long issue) implements Outcome {}

        /** The file is as wanted. */
        record Filed() implements Outcome {}
    }

    /**
     * Does one letter; blocks.
     *
     * @param gist the gist of this site, if it is known
     */
    public Outcome run(Letter letter, Role role, Optional<Place> gist) throws GitHubException, NotAllowed, IOException {
        return switch (letter.kind()) {
            case GIST -> publish(letter.text(), role, gist);
            case NO_GIST -> {
                var gists = outside.github(role, Right.PUBLISH).gists();
                if (!letter.text().isEmpty()) {
                    gists.delete(letter.text());
                }
                gists.deleteAll(SiteStatus.description(site), SiteStatus.FILE);
                yield new Outcome.Unpublished();
            }
            case REGISTRATION -> register(letter, role, gist);
            case FILE -> {
                var words = letter.target().split(" ", 3);
                outside.github(role, Right.COLLECT)
                        .repository(new RepositoryName(words[1]))
                        .ensureFile(words[2], letter.text(), "Update " + words[2]);
                yield new Outcome.Filed();
            }
        };
    }

    private Outcome publish(String text, Role role, Optional<Place> gist)
            throws GitHubException, NotAllowed, IOException {
        var gists = outside.github(role, Right.PUBLISH).gists();
        var wanted = new Wanted(SiteStatus.description(site), SiteStatus.FILE, text, open);
        if (gist.isPresent()) {
            var kept = gists.update(gist.get().id(), wanted);
            if (kept.isPresent()) {
                return new Outcome.Published(kept.get(), false);
            }
        }
        return new Outcome.Published(gists.ensure(wanted), gist.isPresent());
    }

    private Outcome register(Letter letter, Role role, Optional<Place> gist)
            throws GitHubException, NotAllowed, IOException {
        if (gist.isEmpty()) {
            throw new IOException("there is no gist yet that a hub could read");
        }
        var github = outside.github(role, Right.REGISTER);
        var hub = new RepositoryName(letter.target().substring("issue ".length()));
        var body = new Registration(site, gist.get().id(), gist.get().url()).body();
        var us = github.identity().login();
        return new Outcome.Registered(
                github.repository(hub).ensureIssue(us, Registration.title(site), Registration.LABEL, body));
    }
}
