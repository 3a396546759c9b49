package dev.till.node.api;

import dev.till.node.api.SyncPart.Outcome;
import dev.till.node.api.SyncPart.Result;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Brings everything up to date, part by part; an item for each as it is over. */
final class SyncOperation implements Operation {
    private final List<SyncPart> parts;

    SyncOperation(List<SyncPart> parts) {
        this.parts = List.copyOf(parts);
    }

    @Override
    public String perform(Exchange exchange) throws IOException {
        boolean dry = exchange.request().flag("dry");
        int failed = 0;
        for (SyncPart part : parts) {
            var outcome = run(part, dry, exchange.timeout());
            failed += outcome.result() == Result.FAILED ? 1 : 0;
            exchange.item(new JsonWriter()
                    .open('{')
                    .text("part", part.name())
                    .text("result", outcome.result().word())
                    .text("detail", outcome.detail())
                    .close('}')
                    .toString());
        }
        return new JsonWriter().open('{').number("failed", failed).close('}').toString();
    }

    private static Outcome run(SyncPart part, boolean dry, Duration patience) {
        try {
            return part.run(dry, patience);
        } catch (Refusal | IOException e) {
            return new Outcome(Result.FAILED, e.getMessage());
        }
    }
}
