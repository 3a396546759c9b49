package dev.till.federation.hub;

import java.util.List;
import java.util.Optional;

/**
 * Whole objects under names, as the S3 API offers them, cut down to what a hub needs.
 *
 * <p>Implementations must keep these promises, and callers may rely on them:
 *
 * <ul>
 *   <li>An object is there whole or not at all; nobody reads half a put.
 *   <li>Once a call has returned, every later call of anyone sees its effect.
 *   <li>Of concurrent {@link #putIfAbsent} of one key, exactly one returns true. Locks are built on this.
 *   <li>Arrays handed in or out are the other side's to change afterwards.
 *   <li>All methods may be called from several threads at once. They may block.
 * </ul>
 *
 * <p>After a {@link StoreException} from a writing call the write may or may not have happened.
 */
public interface ObjectStore {

    /** The object's bytes, or empty when there is no such object. */
    Optional<byte[]> get(ObjectKey key) throws StoreException;

    /** Writes the object, in place of any earlier one. */
    void put(ObjectKey key, byte[] content) throws StoreException;

    /**
     * Writes the object unless there is one already.
     *
     * @return whether this call wrote it; false leaves the earlier object as it was
     */
    boolean putIfAbsent(ObjectKey key, byte[] content) throws StoreException;

    /** Removes the object. Removing what is not there changes nothing and is no error. */
    void delete(ObjectKey key) throws StoreException;

    /**
     * The keys whose text starts with {@code prefix}, in ascending order; the empty prefix names all.
     *
     * <p>The prefix is plain text: {@code wal/a} covers both {@code wal/a/1} and {@code wal/ab}.
     */
    List<ObjectKey> list(String prefix) throws StoreException;
}
