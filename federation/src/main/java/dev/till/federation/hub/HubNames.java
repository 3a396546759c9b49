package dev.till.federation.hub;

import dev.till.protocol.id.DeviceId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of a hub's objects.
 *
 * <pre>
 * hub/format                                    sealed or plain, and with which key
 * hub/lock                                      who consolidates
 * hub/checkpoint                                which snapshot counts
 * snapshot/TOKEN-MARK.registers                 all registers
 * wal/DEVICE/manifest                           which segments there are, and what is in them
 * wal/DEVICE/FIRST-LAST-MARK.segment            a segment of that device's journal
 * </pre>
 *
 * <p>In a hub whose contents are open, beside each segment and snapshot lies the same as a log of USV records, of the same name
 * but for its end, {@code .usv}, for readers of the older kind.
 *
 * What a store lists is matched against exactly these; nothing else of it is ever read, removed, or made a path of.
 */
public final class HubNames {
    public static final ObjectKey FORMAT = new ObjectKey("hub/format");
    public static final ObjectKey LOCK = new ObjectKey("hub/lock");
    public static final ObjectKey CHECKPOINT = new ObjectKey("hub/checkpoint");

    /** What all snapshots begin with. */
    public static final String SNAPSHOTS = "snapshot/";

    /** What all devices' objects begin with. */
    public static final String DEVICES = "wal/";

    private static final Pattern SEGMENT =
            Pattern.compile("wal/([0-9a-v]{32})/(\\d{19})-(\\d{19})-([0-9a-f]{32})\\.segment");
    private static final Pattern MANIFEST = Pattern.compile("wal/([0-9a-v]{32})/manifest");
    private static final Pattern SNAPSHOT = Pattern.compile("snapshot/(\\d{19})-([0-9a-f]{32})\\.registers");

    private HubNames() {}

    /** The segment of {@code device} that holds these revisions. */
    public static ObjectKey segment(DeviceId device, long first, long last, String mark) {
        return new ObjectKey(
                String.format(Locale.ROOT, "%s%s/%019d-%019d-%s.segment", DEVICES, device, first, last, mark));
    }

    /** The list of segments of {@code device}. */
    public static ObjectKey manifest(DeviceId device) {
        return new ObjectKey(DEVICES + device + "/manifest");
    }

    /** The snapshot that was made under {@code token}. */
    public static ObjectKey snapshot(long token, String mark) {
        return new ObjectKey(String.format(Locale.ROOT, "%s%019d-%s.registers", SNAPSHOTS, token, mark));
    }

    /** The log of USV records beside a segment or a snapshot. */
    public static ObjectKey log(ObjectKey key) {
        return new ObjectKey(key.value().replaceFirst("\\.(segment|registers)$", ".usv"));
    }

    /** Whether a segment of {@code device} is named so. */
    public static boolean isSegmentOf(DeviceId device, ObjectKey key) {
        var name = SEGMENT.matcher(key.value());
        return name.matches() && name.group(1).equals(device.toString());
    }

    /** The device whose manifest is named so. */
    public static Optional<DeviceId> deviceOfManifest(ObjectKey key) {
        var name = MANIFEST.matcher(key.value());
        return name.matches() ? device(name) : Optional.empty();
    }

    /** Under which token the snapshot that is named so was made. */
    public static Optional<Long> tokenOfSnapshot(ObjectKey key) {
        var name = SNAPSHOT.matcher(key.value());
        try {
            return name.matches() ? Optional.of(Long.parseLong(name.group(1))) : Optional.empty();
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    private static Optional<DeviceId> device(Matcher name) {
        try {
            return Optional.of(DeviceId.parse(name.group(1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
