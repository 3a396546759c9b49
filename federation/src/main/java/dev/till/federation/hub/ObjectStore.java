package dev.till.federation.hub;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
 *   <li>Of concurrent {@link #putIfAbsent} of one key, exactly one returns true, and of concurrent {@link #putIfSame} of one
 *       version too. Locks are built on this. An endpoint may break this promise: see {@link Probe}.
 *   <li>Ages are told by the store's own clock alone, so nobody else's clock matters.
 *   <li>Arrays handed in or out are the other side's to change afterwards.
 *   <li>All methods may be called from several threads at once. They may block.
 * </ul>
 *
 * <p>After a {@link StoreException} from a writing call the write may or may not have happened.
 */
public interface ObjectStore {
    /** Longer objects are read by {@link #download} alone. */
    int MOST_BYTES = 64 << 20;

    /**
     * An object.
     *
     * @param version names this content of the object; for {@link #putIfSame}
     * @param age how long it has been there
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Content(byte[] bytes, String version, Duration age) {}

    /** An object as a list tells of it. */
    record Listed(ObjectKey key, long size, Duration age) {}

    /** The object; empty when there is no such object. */
    Optional<Content> read(ObjectKey key) throws StoreException;

    /** The object's bytes, or empty when there is no such object. */
    default Optional<byte[]> get(ObjectKey key) throws StoreException {
        return read(key).map(Content::bytes);
    }

    /** Writes the object, in place of any earlier one. */
    void put(ObjectKey key, byte[] content) throws StoreException;

    /**
     * Writes the object unless there is one already.
     *
     * @return whether this call wrote it; false leaves the earlier object as it was
     */
    boolean putIfAbsent(ObjectKey key, byte[] content) throws StoreException;

    /**
     * Writes the object if the one there is still of this version.
     *
     * @return whether this call wrote it; false leaves what is there as it was
     */
    boolean putIfSame(ObjectKey key, byte[] content, String version) throws StoreException;

    /**
     * Writes a file as an object, in parts where it is large. What was sent before an earlier call of the same key and
     * content broke off is not sent again.
     *
     * @throws IOException when the file cannot be read
     */
    void upload(ObjectKey key, Path file) throws StoreException, IOException;

    /**
     * Reads an object into a file, in place of any earlier one.
     *
     * @return whether there is such an object
     * @throws IOException when the file cannot be written
     */
    boolean download(ObjectKey key, Path file) throws StoreException, IOException;

    /** Removes the object. Removing what is not there changes nothing and is no error. */
    void delete(ObjectKey key) throws StoreException;

    /**
     * The objects whose key's text starts with {@code prefix}, in ascending order; the empty prefix names all. What has a
     * name that is no {@link ObjectKey} is left out.
     *
     * <p>The prefix is plain text: {@code wal/a} covers both {@code wal/a/1} and {@code wal/ab}.
     */
    List<Listed> entries(String prefix) throws StoreException;

    /** The keys of {@link #entries}. */
    default List<ObjectKey> list(String prefix) throws StoreException {
        return entries(prefix).stream().map(Listed::key).toList();
    }

    /** Forgets what uploads have left that began longer ago and were never finished. */
    void dropUnfinished(Duration older) throws StoreException;
}
