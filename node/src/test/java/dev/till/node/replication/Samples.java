package dev.till.node.replication;

import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.SeqRange;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.Extra;

/** Devices and datagrams to test with. */
public final class Samples {
    public static final DeviceId A = new DeviceId(1, 0, 0);
    public static final DeviceId B = new DeviceId(2, 0, 0);
    public static final DeviceId C = new DeviceId(3, 0, 0);

    private Samples() {}

    /** The {@code seq}-th datagram of a device, to a field of its own. */
    public static Datagram datagram(DeviceId device, long seq) {
        return datagram(device, seq, "things/" + seq, "\"value " + seq + "\"");
    }

    public static Datagram datagram(DeviceId device, long seq, String entity, String json) {
        return datagram(device, seq, RegisterKey.of(entity, "field"), new Value(json));
    }

    public static Datagram datagram(DeviceId device, long seq, RegisterKey key, Content content) {
        var version = new Version(new Dot(device, seq), new HybridTimestamp(1_000 + seq), content, Extra.NONE);
        return new Datagram(key, version, VersionVector.EMPTY);
    }

    /** A JSON string of so many characters. */
    public static String text(int length) {
        return '"' + "x".repeat(length) + '"';
    }

    /** The numbers from {@code first} to {@code last} of one device. */
    public static DotSet dots(DeviceId device, long first, long last) {
        return DotSet.EMPTY.plus(device, new SeqRange(first, last));
    }
}
