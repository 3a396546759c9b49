package dev.till.testkit.github;

/** The two questions that the real {@code gh} asks in GraphQL about gists, told apart by what they mention. */
final class GraphQl {
    private GraphQl() {}

    static Answer answer(Request request, Gists gists) throws Refused {
        var who = request.who();
        var json = Answer.object();
        var viewer = json.putObject("data").putObject("viewer");
        if (request.body().path("query").asText().contains("gists(")) {
            var list = viewer.putObject("gists");
            var nodes = list.putArray("nodes");
            for (Gists.Gist gist : gists.of(who)) {
                var node = nodes.addObject();
                node.put("name", gist.id()).put("description", gist.description());
                node.put("isPublic", gist.open())
                        .put("updatedAt", gist.updated().toString());
                var files = node.putArray("files");
                gist.files().keySet().forEach(name -> files.addObject().put("name", name));
            }
            list.putObject("pageInfo").put("hasNextPage", false).putNull("endCursor");
        } else {
            viewer.put("login", who.login());
        }
        return Answer.of(200, json);
    }
}
