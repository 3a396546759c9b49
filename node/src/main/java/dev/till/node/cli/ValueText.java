package dev.till.node.cli;

import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.Value;
import picocli.CommandLine.Option;

/** How a VALUE on the command line becomes a JSON value. */
final class ValueText {
    @Option(names = "--string", description = "Take VALUE as a string, whatever it looks like.")
    private boolean string;

    @Option(names = "--json-value", description = "Take VALUE as JSON and refuse it when it is none.")
    private boolean json;

    /** What parses as JSON is JSON, anything else a string, unless the options say otherwise. */
    Value parse(String text) {
        if (string && json) {
            throw new IllegalArgumentException("--string and --json-value: both given (expected: one of them)");
        }
        if (json) {
            return JsonMembers.value(text);
        }
        return !string && JsonMembers.isJson(text) ? JsonMembers.value(text) : new Value(JsonWriter.quoted(text));
    }
}
