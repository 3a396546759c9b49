package dev.till.node.journal;

import java.nio.file.Path;

/**
 * A file of the journal, to copy.
 *
 * @param length so many bytes from its beginning are whole records on disk
 */
public record SegmentFile(Path path, long firstRevision, long length) {}
