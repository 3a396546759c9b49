package dev.till.node.membership;

/**
 * One process of a node, whatever cluster systems it goes through: drawn when it starts. Two lives of one device that are
 * both alive mean that its home was cloned.
 *
 * @param began when it started, in milliseconds of its own clock
 * @param nonce drawn at random, so that no two are equal
 */
public record Life(long began, long nonce) implements Comparable<Life> {

    /** Of a till that does not say. */
    static final Life UNKNOWN = new Life(0, 0);

    /** The one that yields is the greater, the one that came later: a rule that both sides compute alike. */
    @Override
    public int compareTo(Life other) {
        int byTime = Long.compare(began, other.began);
        return byTime != 0 ? byTime : Long.compare(nonce, other.nonce);
    }
}
