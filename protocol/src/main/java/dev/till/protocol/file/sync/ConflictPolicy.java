package dev.till.protocol.file.sync;

import dev.till.protocol.file.FileVersion;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who wins when two devices have changed one file, each without knowing of the other. */
public enum ConflictPolicy {
    /** Nobody: both are kept where they are and listed until somebody decides. */
    DEFER,
    /** What was written last. */
    NEWER,
    /** The device whose name comes first, as tcfs does. */
    DEVICE,
    /** Whom a person at the terminal says; until one is asked, nobody. */
    INTERACTIVE;

    /** Reads what a profile says; throws IllegalArgumentException on anything else. */
    public static ConflictPolicy parse(String text) {
        return switch (text) {
            case "defer" -> DEFER;
            case "newer" -> NEWER;
            case "device" -> DEVICE;
            case "interactive" -> INTERACTIVE;
            default ->
                throw new IllegalArgumentException(
                        "prefer: '" + text + "' (expected: newer, device, interactive or defer)");
        };
    }

    /** The winner, the same one on every device; empty when somebody is to decide. */
    public Optional<FileVersion> winner(List<FileVersion> candidates) {
        return switch (this) {
            case DEFER, INTERACTIVE -> Optional.empty();
            case NEWER -> candidates.stream().max(FileVersion.byAge());
            case DEVICE ->
                candidates.stream()
                        .min(Comparator.comparing(FileVersion::by)
                                .thenComparing(FileVersion.byAge().reversed()));
        };
    }

    /** As a profile writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
