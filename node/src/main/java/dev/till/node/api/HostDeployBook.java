package dev.till.node.api;

import dev.till.node.message.Assignment;
import dev.till.node.message.Entry;
import dev.till.node.socket.Refusal;
import dev.till.node.ssh.deploy.DeployPath;
import dev.till.node.ssh.deploy.Progress;
import dev.till.node.ssh.deploy.Progress.Step;
import dev.till.node.ssh.procedure.StepFailed;
import dev.till.protocol.host.HostChange;
import dev.till.protocol.host.HostName;
import dev.till.protocol.id.EntityPath;
import dev.till.protocol.id.FieldName;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonText;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** How far deployments have come, in registers below {@code deployments/}. */
final class HostDeployBook implements Progress.Book {
    private static final DateTimeFormatter RELEASE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int OF_DEVICE = 6;

    private final Actors actors;
    private final WriteOperations writes;
    private Instant last = Instant.EPOCH;

    HostDeployBook(Actors actors, WriteOperations writes) {
        this.actors = actors;
        this.writes = writes;
    }

    @Override
    public Progress read(HostName host, DeployPath to) throws StepFailed {
        var fields = new TreeMap<String, String>();
        try {
            for (Entry entry : new Registers(actors).live(to.entity(host))) {
                entry.register()
                        .value()
                        .flatMap(JsonText::content)
                        .ifPresent(text -> fields.put(entry.key().field().value(), text));
            }
        } catch (Refusal | IOException e) {
            throw new StepFailed(e.getMessage());
        }
        return Progress.of(fields);
    }

    @Override
    public List<DeployPath> paths(HostName host) throws StepFailed {
        var paths = new TreeSet<String>();
        try {
            new Registers(actors).walk(DeployPath.under(host), entry -> {
                if (entry.register().value().isPresent()) {
                    paths.add(entry.key().entity().value());
                }
                return true;
            });
        } catch (Refusal | IOException e) {
            throw new StepFailed(e.getMessage());
        }
        return paths.stream()
                .flatMap(path -> DeployPath.of(host, new EntityPath(path)).stream())
                .toList();
    }

    @Override
    public void write(HostName host, DeployPath to, Progress progress, String message) throws StepFailed {
        var now = actors.parts().clock().instant();
        var fields = new TreeMap<>(progress.fields());
        fields.putAll(Map.of(
                "at",
                HostChange.text(now),
                "message",
                message,
                "by",
                actors.parts().self().get().name().value()));
        var entity = to.entity(host);
        try {
            writes.exclusively(() -> {
                var changes = new ArrayList<Assignment>();
                fields.forEach((field, text) -> changes.add(
                        Assignment.now(new RegisterKey(entity, new FieldName(field)), JsonText.string(text))));
                if (progress.step() == Step.DEPLOYED) {
                    new HostReader(actors)
                            .read()
                            .host(host)
                            .filter(known -> !known.isRemoved())
                            .ifPresent(known -> HostChange.status(
                                            known, known.status().afterDeployment(), now)
                                    .forEach(write -> changes.add(Assignment.now(write.key(), write.content()))));
                }
                return writes.put(changes);
            });
        } catch (Refusal | IOException e) {
            throw new StepFailed("how far it has come could not be written down: " + e.getMessage());
        }
    }

    /** Those of one device follow each other also when its clock stands still. */
    @Override
    public synchronized String newRelease() {
        var now = actors.parts().clock().instant();
        last = now.isAfter(last.plusSeconds(1)) ? now : last.plusSeconds(1);
        var device = actors.parts().self().get().device().toString();
        return RELEASE.format(last) + "-" + device.substring(0, OF_DEVICE);
    }
}
