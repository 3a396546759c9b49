package dev.till.testkit.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A page of a list, with the address of the next one in the Link header. */
final class Paging {
    private static final int USUAL = 30;
    private static final int MOST = 100;

    private Paging() {}

    static Answer page(Request request, List<? extends JsonNode> all) {
        int size = Math.min(request.number("per_page", USUAL), MOST);
        int page = request.number("page", 1);
        int from = Math.min((page - 1) * size, all.size());
        int to = Math.min(from + size, all.size());
        var answer = Answer.of(200, Answer.array().addAll(List.copyOf(all.subList(from, to))));
        if (to == all.size()) {
            return answer;
        }
        var query = new StringBuilder("?");
        request.query().forEach((name, value) -> {
            if (!name.equals("page")) {
                query.append(name).append('=').append(value).append('&');
            }
        });
        return answer.with(
                "Link", "<" + request.base() + request.path() + query + "page=" + (page + 1) + ">; rel=\"next\"");
    }
}
