package dev.till.protocol.time;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.DeviceId;

/**
 * Names one datagram: the {@code seq}-th of its device, counted from 1 without gaps.
 *
 * <p>Dots and dotted version vectors: Preguiça, Baquero, Almeida, Fonte, Gonçalves, 2010.
 */
public record Dot(DeviceId device, long seq) implements Comparable<Dot> {

    public Dot {
        requireNonNull(device, "device");
        if (seq < 1) {
            throw new IllegalArgumentException("seq: " + seq + " (expected: 1 or more)");
        }
    }

    @Override
    public int compareTo(Dot other) {
        int byDevice = device.compareTo(other.device);
        return byDevice != 0 ? byDevice : Long.compare(seq, other.seq);
    }

    @Override
    public String toString() {
        return device.abbreviated() + ":" + seq;
    }
}
