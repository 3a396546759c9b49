package dev.till.node.hub;

import dev.till.federation.hub.Checkpoint;
import dev.till.federation.hub.DamagedException;
import dev.till.federation.hub.HubLock;
import dev.till.federation.hub.HubVault;
import dev.till.federation.hub.Manifest;
import dev.till.federation.hub.RecoveryKey;
import dev.till.federation.hub.StoreException;
import dev.till.node.message.SealedSegments.Sealed;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells how the hub stands: what of this device is not there yet, and what is there. */
final class Standing {
    private final HubDesk desk;

    Standing(HubDesk desk) {
        this.desk = desk;
    }

    /** @param lastError what went wrong last, if it has not gone well since */
    String json(boolean showKey, Optional<String> lastError) throws HubRefusal, IOException {
        var state = desk.state();
        var json = new JsonWriter().open('{').text("hub", state.address());
        json.flag("plain", desk.tools().rules().plain());
        var key = HubDesk.key(HubDesk.keyFile(desk.tools()));
        json.text("key", key.map(RecoveryKey::fingerprint));
        if (showKey) {
            json.text("recovery_key", key.map(RecoveryKey::text));
        }
        pending(json);
        json.flag("gap", state.gap());
        json.text("last_push", state.shippedAt().map(Object::toString)).text("last_error", lastError);
        try {
            remote(json);
        } catch (StoreException | DamagedException | HubRefusal e) {
            json.flag("reached", false).text("why", e.getMessage());
        }
        return json.close('}').toString();
    }

    private void pending(JsonWriter json) {
        var waiting = desk.tools().segments().list().stream()
                .filter(segment -> segment.last() > desk.state().shipped())
                .toList();
        long open = desk.tools().segments().openBytes();
        long bytes = waiting.stream().mapToLong(Sealed::length).sum() + open;
        json.open("pending", '{').number("segments", waiting.size() + (open > 0 ? 1 : 0));
        json.number("bytes", bytes);
        if (bytes > 0) {
            desk.state()
                    .shippedAt()
                    .map(since -> Duration.between(since, desk.tools().clock().instant()))
                    .ifPresent(age -> json.number("oldest_s", Math.max(0, age.toSeconds())));
        }
        json.close('}');
    }

    private void remote(JsonWriter json) throws StoreException, DamagedException, HubRefusal, IOException {
        var vault = desk.open();
        var checkpoint = vault.checkpoint();
        var lock = desk.lock(vault).read();
        List<String> problems = new ArrayList<>();
        var manifests = vault.manifests(problems);
        json.flag("reached", true);
        checkpoint.ifPresent(found -> tell(found, json));
        lock.filter(standing -> !standing.isFree()).ifPresent(standing -> tell(standing, json));
        json.open("devices", '[');
        manifests.forEach((device, manifest) -> tell(device, manifest, json));
        json.close(']').open("problems", '[');
        problems.forEach(json::text);
        json.close(']');
    }

    private void tell(HubVault.Found<Checkpoint> found, JsonWriter json) {
        var checkpoint = found.value();
        json.open("checkpoint", '{')
                .number("token", checkpoint.token())
                .number("age_s", found.age().toSeconds())
                .text("device", name(checkpoint.device()))
                .number("datagrams", checkpoint.snapshot().datagrams())
                .number("bytes", checkpoint.snapshot().bytes())
                .close('}');
    }

    private void tell(HubLock.Standing lock, JsonWriter json) {
        json.open("lock", '{')
                .text("device", name(lock.held().holder()))
                .number("age_s", lock.age().toSeconds())
                .number("lease_s", lock.held().lease().toSeconds())
                .close('}');
    }

    private void tell(DeviceId device, Optional<HubVault.Found<Manifest>> manifest, JsonWriter json) {
        json.open('{')
                .text("device", device.toString())
                .text("name", desk.tools().devices().name(device))
                .flag("member", desk.tools().devices().isMember(device));
        manifest.ifPresent(
                found -> json.number("segments", found.value().segments().size())
                        .number(
                                "bytes",
                                found.value().segments().stream()
                                        .mapToLong(Manifest.Segment::bytes)
                                        .sum())
                        .number("age_s", found.age().toSeconds()));
        json.close('}');
    }

    private String name(DeviceId device) {
        return desk.tools().devices().name(device).orElse(device.abbreviated());
    }
}
