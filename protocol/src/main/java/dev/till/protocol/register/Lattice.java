package dev.till.protocol.register;

/**
 * A value that replicas can merge in any order and any number of times and still agree.
 *
 * <p>{@code merge} is commutative, associative and idempotent, and never throws. Implementations are records.
 *
 * @param <T> the implementing type itself
 */
public interface Lattice<T extends Lattice<T>> {

    /** The least value that holds what both hold. */
    T merge(T other);
}
