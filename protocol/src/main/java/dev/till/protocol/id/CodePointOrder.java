package dev.till.protocol.id;

import java.util.Comparator;

/**
 * Orders text by Unicode code points, which is the order of its UTF-8 bytes.
 *
 * <p>{@link String#compareTo} orders by UTF-16 units and disagrees beyond the Basic Multilingual Plane; the store
 * (SQLite, binary collation) and the memory table must walk keys in one order.
 */
public enum CodePointOrder implements Comparator<String> {
    /** The only one. */
    INSTANCE;

    @Override
    public int compare(String left, String right) {
        int shorter = Math.min(left.length(), right.length());
        for (int i = 0; i < shorter; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                return Character.isSurrogate(a) == Character.isSurrogate(b)
                        ? Character.compare(a, b)
                        : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
