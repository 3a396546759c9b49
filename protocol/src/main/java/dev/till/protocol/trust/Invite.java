package dev.till.protocol.trust;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.FleetId;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What one line carries from a member of a fleet to a new machine: where to ask, whom to believe, and a secret that
 * lets one device in, once.
 *
 * @param addresses {@code host:port} of the inviter, the likeliest first
 * @param fingerprint {@link DevicePublicKey#fingerprint} of the inviter
 * @param expiry after which the inviter refuses it, by the inviter's clock; to the second
 */
public record Invite(FleetId fleet, List<String> addresses, Fingerprint fingerprint, Seed seed, Instant expiry) {

    /** The most addresses in a line. */
    public static final int MAX_ADDRESSES = 16;

    private static final Pattern ADDRESS =
            Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.%a-z]{2,64}])" + ":([1-9][0-9]{0,4})");

    public Invite {
        requireNonNull(fleet, "fleet");
        requireNonNull(fingerprint, "fingerprint");
        requireNonNull(seed, "seed");
        addresses = List.copyOf(addresses);
        expiry = Instant.ofEpochSecond(expiry.getEpochSecond());
        if (addresses.isEmpty() || addresses.size() > MAX_ADDRESSES) {
            throw new IllegalArgumentException(
                    "addresses: " + addresses.size() + " (expected: 1 to " + MAX_ADDRESSES + ")");
        }
        addresses.forEach(Invite::requireAddress);
    }

    /** Reads a line as {@link #line} wrote it; white space in and around it is forgiven, for terminals wrap. */
    public static Invite parse(String line) throws InvalidInviteException {
        return InviteLine.read(line);
    }

    /** The one line that people copy: a secret. */
    public String line() {
        return InviteLine.write(this);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Invite[" + fleet + " at " + addresses + " until " + expiry + "]";
    }

    private static void requireAddress(String address) {
        var matcher = ADDRESS.matcher(address);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65535) {
            throw new IllegalArgumentException("address: '" + address + "' (expected: HOST:PORT or [IPv6]:PORT)");
        }
    }
}
