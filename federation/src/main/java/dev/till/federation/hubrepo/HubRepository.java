package dev.till.federation.hubrepo;

import dev.till.federation.github.GitHub;
import dev.till.federation.github.GitHubException;
import dev.till.federation.github.Repository;
import dev.till.federation.github.RepositoryName;
import dev.till.federation.site.HubSummary;
import dev.till.federation.site.HubSummary.Malformed;
import dev.till.federation.site.Registration;
import dev.till.federation.site.SiteStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what lies in the repository of a hub. Calls block. */
public final class HubRepository {
    /** The menu of the day. */
    public static final String MENU = "menu.json";

    /** Its signature. */
    public static final String SIGNATURE = "menu.json.sig";

    /** The public key of the hub. */
    public static final String KEY = "hub.pub";

    /** What the hub writes back about its sites. */
    public static final String SUMMARY = "status.json";

    private final GitHub github;
    private final Repository repository;

    public HubRepository(GitHub github, RepositoryName name) {
        this.github = github;
        repository = github.repository(name);
    }

    /** A menu as it lies there; {@code signature} is empty when there is none. */
    public record Signed(String text, String signature) {}

    /** The menu, if there is one. */
    public Optional<Signed> menu() throws GitHubException {
        var text = repository.file(MENU);
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(new Signed(
                        text.get(), repository.file(SIGNATURE).orElse("").strip()));
    }

    /** The key, if there is one. */
    public Optional<String> key() throws GitHubException {
        return repository.file(KEY).map(String::strip);
    }

    /**
     * Reads all registrations and the gists they name. A bad one costs only its row; a limit or an outage ends it all, so
     * that no summary without half of the sites is taken for a whole one.
     */
    public HubSummary collect() throws GitHubException {
        var summary = new HubSummary();
        var issues = new ArrayList<>(repository.issues(Optional.empty()));
        issues.removeIf(issue -> !Registration.isTitle(issue.title()));
        // The oldest first: who registered an id first has it.
        Collections.reverse(issues);
        Map<String, String> owners = new HashMap<>();
        for (Repository.Issue issue : withoutRepeats(issues)) {
            try {
                add(issue, owners, summary);
            } catch (IllegalArgumentException e) {
                summary.addMalformed(new Malformed(issue.number(), issue.author(), e.getMessage()));
            } catch (GitHubException e) {
                if (e.concernsAll()) {
                    throw e;
                }
                summary.addMalformed(new Malformed(issue.number(), issue.author(), e.getMessage()));
            }
        }
        return summary;
    }

    /** Of several issues of one author and title, the latest counts. */
    private static List<Repository.Issue> withoutRepeats(List<Repository.Issue> issues) {
        var latest = new LinkedHashMap<String, Repository.Issue>();
        issues.forEach(issue -> latest.put(issue.author() + " " + issue.title(), issue));
        return List.copyOf(latest.values());
    }

    private void add(Repository.Issue issue, Map<String, String> owners, HubSummary summary) throws GitHubException {
        var registration = Registration.parse(issue.body());
        var first = owners.get(registration.site());
        if (first != null) {
            throw new IllegalArgumentException(
                    "site_id: " + registration.site() + " is registered by " + first + " already");
        }
        var gist = github.gists().read(registration.gist(), SiteStatus.FILE);
        if (!gist.owner().equals(issue.author())) {
            throw new IllegalArgumentException("gist: " + registration.gist() + " is not one of " + issue.author());
        }
        var status = SiteStatus.parse(gist.text(), registration.site());
        // Only now: a registration that does not count keeps nobody from registering.
        owners.put(registration.site(), issue.author());
        summary.add(status, registration);
    }
}
