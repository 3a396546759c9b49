package dev.till.node.membership;

import dev.till.node.membership.Standing.Seat;
import dev.till.node.message.Endpoint;
import dev.till.protocol.id.FleetId;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.MalformedException;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * The wire form of greetings: manifest {@code G}, {@code A}, {@code R} or {@code T}, then one byte of major version, then the fields in
 * the order of the records. Bytes after the last field known are of a newer minor version and skipped.
 */
public final class GreetingSerializer extends SerializerWithStringManifest {
    private static final int IDENTIFIER = 7271;
    private static final int VERSION = 1;
    private static final String GREET = "G";
    private static final String ANSWER = "A";
    private static final String REMOVED = "R";
    private static final String TIP = "T";

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        if (message instanceof Greeting.Greet) {
            return GREET;
        }
        if (message instanceof Greeting.Answer) {
            return ANSWER;
        }
        return message instanceof Greeting.Removed ? REMOVED : TIP;
    }

    @Override
    public byte[] toBinary(Object message) {
        var out = new ByteWriter(256).putByte(VERSION);
        if (message instanceof Greeting.Greet greet) {
            write(greet.standing(), out);
        } else if (message instanceof Greeting.Answer answer) {
            write(answer.standing(), out);
        } else if (message instanceof Greeting.Removed removed) {
            write(removed.seat(), out);
            write(removed.standing(), out);
        } else if (message instanceof Greeting.Tip tip) {
            write(tip.endpoint(), out);
        } else {
            throw new IllegalArgumentException("message: " + message.getClass() + " (expected: a greeting)");
        }
        return out.toByteArray();
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        try {
            var in = new ByteReader(bytes);
            int version = in.readByte();
            if (version != VERSION) {
                throw new MalformedException("greeting: version " + version + " (expected: " + VERSION
                        + "); the newer till speaks to older ones");
            }
            return read(in, manifest);
        } catch (MalformedException | IllegalArgumentException e) {
            throw new NotSerializableException("greeting: " + e.getMessage());
        }
    }

    private static Greeting read(ByteReader in, String manifest) throws MalformedException {
        if (manifest.equals(GREET)) {
            return new Greeting.Greet(readStanding(in));
        }
        if (manifest.equals(ANSWER)) {
            return new Greeting.Answer(readStanding(in));
        }
        if (manifest.equals(REMOVED)) {
            var seat = readSeat(in);
            return new Greeting.Removed(readStanding(in), seat);
        }
        if (manifest.equals(TIP)) {
            return new Greeting.Tip(readEndpoint(in));
        }
        throw new MalformedException("manifest: '" + manifest + "' (expected: G, A, R or T)");
    }

    private static void write(Standing standing, ByteWriter out) {
        out.putText(standing.fleet().value()).putDevice(standing.device());
        write(standing.seat(), out);
        out.putByte(standing.joined() ? 1 : 0);
        out.putLong(standing.birth().millis()).putDevice(standing.birth().founder());
        out.putVarint(standing.reach());
        out.putVarint(standing.members().size());
        standing.members().forEach(seat -> write(seat, out));
        out.putLong(standing.life().began()).putLong(standing.life().nonce());
    }

    private static Standing readStanding(ByteReader in) throws MalformedException {
        var fleet = new FleetId(in.readText());
        var device = in.readDevice();
        var seat = readSeat(in);
        boolean joined = in.readByte() != 0;
        var birth = new Birth(in.readLong(), in.readDevice());
        int reach = in.readCount(Standing.MEMBERS);
        var members = readSeats(in);
        return new Standing(fleet, device, seat, joined, birth, reach, members, readLife(in));
    }

    private static List<Seat> readSeats(ByteReader in) throws MalformedException {
        int count = in.readCount(Standing.MEMBERS);
        var seats = new ArrayList<Seat>();
        for (int i = 0; i < count; i++) {
            seats.add(readSeat(in));
        }
        return seats;
    }

    /** Added later: a till before it says nothing. */
    private static Life readLife(ByteReader in) throws MalformedException {
        return in.remaining() == 0 ? Life.UNKNOWN : new Life(in.readLong(), in.readLong());
    }

    private static void write(Seat seat, ByteWriter out) {
        write(seat.endpoint(), out);
        out.putLong(seat.uid());
    }

    private static Seat readSeat(ByteReader in) throws MalformedException {
        return new Seat(readEndpoint(in), in.readLong());
    }

    private static void write(Endpoint endpoint, ByteWriter out) {
        out.putText(endpoint.host()).putVarint(endpoint.port());
    }

    private static Endpoint readEndpoint(ByteReader in) throws MalformedException {
        return new Endpoint(in.readText(), in.readCount(65_535));
    }
}
