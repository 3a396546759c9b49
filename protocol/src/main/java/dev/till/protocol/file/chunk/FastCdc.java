package dev.till.protocol.file.chunk;

/**
 * Cuts content where its own bytes say so, so that an insertion moves cuts no further than to the next one.
 *
 * <p>FastCDC with normalised chunking at level 2 (Xia et al.: The Design of Fast Content-Defined Chunking for Data
 * Deduplication Based Storage Systems, IEEE TPDS 2020): a gear hash over the bytes, a stricter mask before the wanted size
 * and a looser one after it. The gear table is drawn from SplitMix64 (Steele, Lea, Flood 2014), so every till cuts alike.
 *
 * @param least bytes of a chunk, unless content ends
 * @param wanted about how many, a power of two
 * @param most bytes of a chunk
 */
public record FastCdc(int least, int wanted, int most) {
    /** 32, 64 and 256 KiB: what large files are cut into. */
    public static final FastCdc LARGE = new FastCdc(32 << 10, 64 << 10, 256 << 10);

    /** Normalisation: how many bits the masks have more and less than the wanted size asks for. */
    private static final int LEVEL = 2;

    private static final long[] GEAR = gear();

    public FastCdc {
        if (least < 1 || wanted < least || most < wanted || Integer.bitCount(wanted) != 1) {
            throw new IllegalArgumentException("chunks: " + least + ", " + wanted + ", " + most
                    + " (expected: ascending, the wanted size a power of two)");
        }
    }

    /**
     * The length of the first chunk of {@code length} bytes from {@code offset} on. Give at least {@link #most} bytes unless
     * content ends with them.
     */
    public int cut(byte[] content, int offset, int length) {
        if (length <= least) {
            return length;
        }
        int end = Math.min(length, most);
        int normal = Math.min(wanted, end);
        int bits = Integer.numberOfTrailingZeros(wanted);
        long hash = 0;
        int at = least;
        for (long mask = mask(bits + LEVEL); at < normal; at++) {
            hash = (hash << 1) + GEAR[content[offset + at] & 0xFF];
            if ((hash & mask) == 0) {
                return at + 1;
            }
        }
        for (long mask = mask(bits - LEVEL); at < end; at++) {
            hash = (hash << 1) + GEAR[content[offset + at] & 0xFF];
            if ((hash & mask) == 0) {
                return at + 1;
            }
        }
        return end;
    }

    /** The high bits: those that most of the bytes before have had a part in. */
    private static long mask(int bits) {
        return -1L << (64 - bits);
    }

    private static long[] gear() {
        var table = new long[256];
        long state = 0x74696C6C;
        for (int i = 0; i < table.length; i++) {
            state += 0x9E3779B97F4A7C15L;
            long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
            mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
            table[i] = mixed ^ (mixed >>> 31);
        }
        return table;
    }
}
