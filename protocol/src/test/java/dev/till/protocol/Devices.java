package dev.till.protocol;

import dev.till.protocol.id.DeviceId;
import java.util.List;

/** Devices for tests, in ascending order; one of them with the high bit set, where signed comparison goes wrong. */
public final class Devices {
    public static final DeviceId A = new DeviceId(1, 2, 3);
    public static final DeviceId B = new DeviceId(1, 2, 0x80000000);
    public static final DeviceId C = new DeviceId(0x8000000000000000L, 0, 0);

    public static final List<DeviceId> ALL = List.of(A, B, C);

    private Devices() {}
}
