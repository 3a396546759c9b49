package dev.till.testkit.lab;

/**
 * What a {@link BadWire} does to packets, in each direction.
 *
 * @param delay milliseconds that each takes longer
 * @param jitter milliseconds by which that varies up and down; packets that come close to each other change places
 * @param repeated of a hundred packets, how many arrive twice
 */
public record Distortion(int delay, int jitter, int repeated) {

    public Distortion {
        if (jitter < 0 || delay < jitter || repeated < 0 || repeated > 100) {
            throw new IllegalArgumentException("distortion: delay " + delay + ", jitter " + jitter + ", repeated "
                    + repeated + " (expected: 0 <= jitter <= delay, 0 to 100 repeated)");
        }
    }

    @Override
    public String toString() {
        return delay + "±" + jitter + " ms, " + repeated + "% repeated";
    }
}
