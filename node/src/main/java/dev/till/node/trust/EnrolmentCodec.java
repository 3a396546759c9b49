package dev.till.node.trust;

import dev.till.node.trust.EnrolmentAnswer.Admitted;
import dev.till.node.trust.EnrolmentAnswer.Denied;
import dev.till.node.trust.EnrolmentAnswer.Reason;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.trust.DeviceListCodec;
import dev.till.protocol.trust.DevicePublicKey;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.MalformedException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What passes over an enrolment connection: one request, one answer, each a length of 4 bytes and
 *
 * <pre>
 * version 1 byte
 * request: raw key 32 bytes | name text | proof 64 bytes | addresses
 * answer:  1, device list: length varint and bytes | addresses
 *      or  2, reason 1 byte | message text
 * addresses: count varint, then text each
 * </pre>
 *
 * Bytes beyond are a newer till's and skipped.
 */
final class EnrolmentCodec {

    static final int VERSION = 1;

    /** The longest request. */
    static final int MAX_REQUEST = 64 * 1024;

    /** The longest answer: a device list and room to spare. */
    static final int MAX_ANSWER = DeviceListCodec.MAX_BYTES + 64 * 1024;

    /** The most addresses that are told or heard. */
    static final int MAX_ADDRESSES = 100;

    private static final int MAX_ADDRESS = 300;
    private static final int ADMITTED = 1;
    private static final int DENIED = 2;

    private EnrolmentCodec() {}

    static void send(EnrolmentRequest request, OutputStream out) throws IOException {
        var to = new ByteWriter(512).putByte(VERSION);
        to.putBytes(request.device().bytes()).putText(request.name().value()).putBytes(request.proof());
        putAddresses(request.addresses(), to);
        send(to, out);
    }

    static void send(EnrolmentAnswer answer, OutputStream out) throws IOException {
        var to = new ByteWriter(4096).putByte(VERSION);
        if (answer instanceof Admitted admitted) {
            var list = DeviceListCodec.encode(admitted.list());
            to.putByte(ADMITTED).putVarint(list.length).putBytes(list);
            putAddresses(admitted.addresses(), to);
        } else if (answer instanceof Denied denied) {
            to.putByte(DENIED).putByte(denied.reason().code()).putText(denied.message());
        }
        send(to, out);
    }

    static EnrolmentRequest receiveRequest(InputStream in) throws IOException, MalformedException {
        var from = receive(in, MAX_REQUEST);
        var device = DevicePublicKey.of(from.readBytes(DevicePublicKey.BYTES));
        try {
            var name = new DeviceName(from.readText());
            var proof = from.readBytes(DevicePublicKey.SIGNATURE_BYTES);
            return new EnrolmentRequest(device, name, readAddresses(from), proof);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), e);
        }
    }

    static EnrolmentAnswer receiveAnswer(InputStream in) throws IOException, MalformedException {
        var from = receive(in, MAX_ANSWER);
        int kind = from.readByte();
        return switch (kind) {
            case ADMITTED -> {
                var list = DeviceListCodec.decode(from.readBytes(from.readCount(from.remaining())));
                yield new Admitted(list, readAddresses(from));
            }
            case DENIED -> new Denied(Reason.of(from.readByte()), from.readText());
            default -> throw new MalformedException("answer: kind " + kind + " (expected: 1 or 2)");
        };
    }

    private static void send(ByteWriter message, OutputStream out) throws IOException {
        var frame = new ByteWriter(4 + message.size()).putInt(message.size()).putBytes(message.toByteArray());
        out.write(frame.toByteArray());
        out.flush();
    }

    private static ByteReader receive(InputStream in, int most) throws IOException, MalformedException {
        var data = new DataInputStream(in);
        int length = data.readInt();
        if (length < 1 || length > most) {
            throw new MalformedException("length: " + length + " (expected: 1 to " + most + ")");
        }
        var bytes = new byte[length];
        data.readFully(bytes);
        var from = new ByteReader(bytes);
        int version = from.readByte();
        if (version != VERSION) {
            throw new NewerVersionException(version);
        }
        return from;
    }

    /** The other side speaks a version that this one does not. */
    static final class NewerVersionException extends MalformedException {
        NewerVersionException(int version) {
            super("enrolment: version " + version + " (expected: " + VERSION + "; update the older till of the two)");
        }
    }

    private static void putAddresses(List<String> addresses, ByteWriter to) {
        int count = Math.min(addresses.size(), MAX_ADDRESSES);
        to.putVarint(count);
        addresses.subList(0, count).forEach(to::putText);
    }

    private static List<String> readAddresses(ByteReader from) throws MalformedException {
        int count = from.readCount(MAX_ADDRESSES);
        var addresses = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            var address = from.readText();
            if (address.length() > MAX_ADDRESS) {
                throw new MalformedException(
                        "address: " + address.length() + " characters (expected: at most " + MAX_ADDRESS + ")");
            }
            addresses.add(address);
        }
        return addresses;
    }
}
