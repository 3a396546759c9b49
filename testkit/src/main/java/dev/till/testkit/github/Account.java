package dev.till.testkit.github;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * Somebody with an account.
 *
 * @param token what their programs prove it with
 * @param scopes what the token may be used for
 */
public record Account(long id, String login, String token, Set<String> scopes) {

    public Account {
        scopes = Set.copyOf(scopes);
    }

    /** Whether the token may be used for what needs {@code scope}. */
    boolean may(String scope) {
        return scopes.contains(scope);
    }

    /** As every object that has a user shows it. */
    ObjectNode json(String base) {
        var user = JsonNodeFactory.instance.objectNode();
        var url = base + "/users/" + login;
        user.put("login", login).put("id", id).put("node_id", "U_" + id).put("type", "User");
        user.put("avatar_url", base + "/avatars/" + id).put("gravatar_id", "").put("site_admin", false);
        user.put("url", url).put("html_url", base + "/" + login);
        for (String list : new String[] {"followers", "organizations", "repos", "subscriptions", "received_events"}) {
            user.put(list + "_url", url + "/" + list);
        }
        user.put("following_url", url + "/following{/other_user}")
                .put("gists_url", url + "/gists{/gist_id}")
                .put("starred_url", url + "/starred{/owner}{/repo}")
                .put("events_url", url + "/events{/privacy}");
        return user;
    }
}
