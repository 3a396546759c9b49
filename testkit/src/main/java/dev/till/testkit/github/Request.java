package dev.till.testkit.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * One request as it came.
 *
 * @param path below the base of the API, without the query
 * @param base the address that addresses in the answer begin with
 * @param headers by name in lower case
 */
record Request(
        String method,
        String path,
        Map<String, String> query,
        Map<String, String> headers,
        JsonNode body,
        Optional<Account> account,
        String base) {

    /** Who asks; refused when nobody says so. */
    Account who() throws Refused {
        return account.orElseThrow(() -> new Refused(401, "Requires authentication"));
    }

    /** Who asks, with a token that is good for {@code scope}. GitHub hides what a token is not good for. */
    Account whoMay(String scope) throws Refused {
        var who = who();
        if (!who.may(scope)) {
            throw new Refused(404, "Not Found", Map.of("X-Accepted-OAuth-Scopes", scope));
        }
        return who;
    }

    int number(String name, int otherwise) {
        return query.containsKey(name) ? Integer.parseInt(query.get(name)) : otherwise;
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }
}
