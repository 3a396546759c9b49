package dev.till.testkit.github;

import java.util.Map;

/** The answer is an error. */
final class Refused extends Exception {
    private final int status;
    private final transient Map<String, String> headers;

    Refused(int status, String message) {
        this(status, message, Map.of());
    }

    Refused(int status, String message, Map<String, String> headers) {
        super(message);
        this.status = status;
        this.headers = Map.copyOf(headers);
    }

    static Refused notFound() {
        return new Refused(404, "Not Found");
    }

    Answer answer() {
        var body = Answer.object();
        body.put("message", getMessage()).put("documentation_url", "https://docs.github.com/rest");
        if (status == 422) {
            // A list of what was wrong is promised for this status, and may be empty.
            body.putArray("errors");
        }
        var answer = Answer.of(status, body);
        for (var header : headers.entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return answer;
    }
}
