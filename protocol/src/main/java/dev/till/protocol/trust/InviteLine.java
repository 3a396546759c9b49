package dev.till.protocol.trust;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.FleetId;
import dev.till.protocol.trust.InvalidInviteException.Reason;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.MalformedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The text form of an invite: {@code till1:} and base64url without padding of
 *
 * <pre>
 * length of all that follows 2 bytes
 * fleet 20 bytes | fingerprint 32 bytes | seed 32 bytes | expiry, seconds since 1970 8 bytes
 * count varint, then as many addresses text | extra of a newer till
 * first 8 bytes of the SHA-256 of everything before, prefix included
 * </pre>
 *
 * The length tells a line that was cut from one that was changed.
 */
final class InviteLine {
    private static final String PREFIX = "till1:";
    private static final Pattern ANY_PREFIX = Pattern.compile("till[0-9]{1,6}:.*");
    private static final int LENGTH_BYTES = 2;
    private static final int CHECKSUM_BYTES = 8;
    private static final int MAX_CHARACTERS = 16 * 1024;

    private InviteLine() {}

    static String write(Invite invite) {
        var body = new ByteWriter(512);
        body.putByte(0).putByte(0);
        body.putDevice(DeviceId.parse(invite.fleet().value()))
                .putBytes(invite.fingerprint().bytes())
                .putBytes(invite.seed().bytes())
                .putLong(invite.expiry().getEpochSecond())
                .putVarint(invite.addresses().size());
        invite.addresses().forEach(body::putText);
        var bytes = body.toByteArray();
        int length = bytes.length - LENGTH_BYTES + CHECKSUM_BYTES;
        bytes[0] = (byte) (length >>> 8);
        bytes[1] = (byte) length;
        var whole =
                new ByteWriter(bytes.length + CHECKSUM_BYTES).putBytes(bytes).putBytes(checksum(bytes));
        return PREFIX + encode(whole.toByteArray());
    }

    static Invite read(String text) throws InvalidInviteException {
        if (text.length() > MAX_CHARACTERS) {
            throw notAnInvite();
        }
        var line = text.replaceAll("\\s", "");
        if (!line.startsWith(PREFIX)) {
            if (ANY_PREFIX.matcher(line).matches()) {
                throw new InvalidInviteException(
                        Reason.NEWER,
                        "invite: made by a newer till, form " + line.substring(4, line.indexOf(':'))
                                + " (expected: form 1; update till on this machine)");
            }
            throw "till1:".startsWith(line) && !line.isEmpty() ? truncated() : notAnInvite();
        }
        var base64 = line.substring(PREFIX.length());
        var bytes = decode(base64);
        var invite = readBytes(bytes);
        // Bits of the last character that belong to no byte are covered by no checksum.
        if (!encode(bytes).equals(base64)) {
            throw altered();
        }
        return invite;
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] decode(String base64) throws InvalidInviteException {
        // A single character of the last group of four holds no whole byte: it is left of a cut.
        var whole = base64.length() % 4 == 1 ? base64.substring(0, base64.length() - 1) : base64;
        try {
            return Base64.getUrlDecoder().decode(whole);
        } catch (IllegalArgumentException e) {
            throw altered();
        }
    }

    private static Invite readBytes(byte[] bytes) throws InvalidInviteException {
        if (bytes.length < LENGTH_BYTES) {
            throw truncated();
        }
        int length = ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
        int missing = length + LENGTH_BYTES - bytes.length;
        if (missing > 0) {
            throw truncated();
        }
        int end = bytes.length - CHECKSUM_BYTES;
        if (missing < 0 || end < LENGTH_BYTES) {
            throw altered();
        }
        var body = Arrays.copyOf(bytes, end);
        if (!MessageDigest.isEqual(checksum(body), Arrays.copyOfRange(bytes, end, bytes.length))) {
            throw altered();
        }
        try {
            return readBody(new ByteReader(Arrays.copyOfRange(body, LENGTH_BYTES, body.length)));
        } catch (MalformedException | IllegalArgumentException | DateTimeException e) {
            throw altered();
        }
    }

    private static Invite readBody(ByteReader from) throws MalformedException {
        var fleet = new FleetId(from.readDevice().toString());
        var fingerprint = Fingerprint.of(from.readBytes(DevicePublicKey.FINGERPRINT_BYTES));
        var seed = Seed.of(from.readBytes(Seed.BYTES));
        var expiry = Instant.ofEpochSecond(from.readLong());
        int count = from.readCount(Invite.MAX_ADDRESSES);
        var addresses = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            addresses.add(from.readText());
        }
        return new Invite(fleet, addresses, fingerprint, seed, expiry);
    }

    private static byte[] checksum(byte[] body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(PREFIX.getBytes(StandardCharsets.US_ASCII));
            return Arrays.copyOf(digest.digest(body), CHECKSUM_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }

    private static InvalidInviteException notAnInvite() {
        return new InvalidInviteException(
                Reason.NOT_AN_INVITE,
                "invite: not an invite line (expected: till1:… as `till device invite` prints it)");
    }

    private static InvalidInviteException truncated() {
        return new InvalidInviteException(
                Reason.TRUNCATED, "invite: its end is missing (expected: the whole line; copy it again)");
    }

    private static InvalidInviteException altered() {
        return new InvalidInviteException(
                Reason.ALTERED, "invite: altered on the way (expected: the line as it was printed; copy it again)");
    }
}
