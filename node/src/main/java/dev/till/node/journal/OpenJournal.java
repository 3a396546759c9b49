package dev.till.node.journal;

import dev.till.node.message.Folded;
import dev.till.node.message.RecordLog;
import dev.till.node.message.SealedSegments;
import dev.till.protocol.id.DeviceId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a journal, read and mended: ready for one {@link Journal} to write and for any number of readers. */
public final class OpenJournal implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenJournal.class);

    private final Recovered recovered;
    private final JournalSettings settings;
    private final JournalWriter writer;
    private final JournalReader reader = new JournalReader();

    private final boolean deviceIsNew;

    private OpenJournal(Path directory, JournalSettings settings, Recovered recovered, boolean deviceIsNew) {
        this.recovered = recovered;
        this.deviceIsNew = deviceIsNew && recovered.segments().isEmpty() && recovered.lastRevision() == 0;
        this.settings = settings;
        writer = new JournalWriter(directory, settings.segmentBytes(), recovered.segments());
        reader.show(writer.segments(), recovered.applied(), recovered.lastRevision());
    }

    /**
     * Opens the journal in {@code directory}, which is created if it is not there. The caller owns the home, by
     * {@link HomeLock}.
     *
     * @param folded what the store holds
     * @param deviceIsNew whether this device has not been before, so that it cannot have used any number
     * @throws FormatTooNewException when a newer till wrote it
     * @throws IOException when it cannot be read or written, or begins after what the store holds
     */
    public static OpenJournal open(Path directory, JournalSettings settings, Folded folded, boolean deviceIsNew)
            throws IOException {
        Directories.create(directory);
        if (!Files.isWritable(directory)) {
            throw new AccessDeniedException(directory.toString(), null, "journal directory cannot be written");
        }
        var recovered = Recovery.recover(directory, folded);
        recovered.warnings().forEach(LOG::warn);
        return new OpenJournal(directory, settings, recovered, deviceIsNew);
    }

    /** Whether the journal in {@code directory} still has everything from the first revision on, so a store can be made from it. */
    public static boolean isWhole(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        var files = Recovery.segmentFiles(directory);
        return !files.isEmpty() && files.get(0).endsWith(Segment.fileName(1));
    }

    /** Reads the whole journal in {@code directory} without changing it; answers what is wrong, one sentence each. */
    public static List<String> verify(Path directory, Folded folded) throws IOException {
        return Files.isDirectory(directory)
                ? Recovery.inspect(directory, folded).warnings()
                : List.of();
    }

    /** What is durable at this moment, oldest first, to copy. The oldest may be removed meanwhile. */
    public List<SegmentFile> files() {
        return reader.files();
    }

    /** The same of the journal in {@code directory}, which no node uses. */
    public static List<SegmentFile> files(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        var files = new ArrayList<SegmentFile>();
        for (Path file : Recovery.segmentFiles(directory)) {
            files.add(new SegmentFile(file, Recovery.firstRevision(file), Files.size(file)));
        }
        return files;
    }

    /** The segments that are not written to any more. */
    public SealedSegments sealed() {
        return new SegmentReading(reader);
    }

    /** For readers. */
    public RecordLog log() {
        return reader;
    }

    /** Under which {@code self} may go on counting, unless there is a {@link #doubt}. */
    DeviceId origin(DeviceId self) {
        return recovered.numbering().origin().orElse(self);
    }

    /** Why {@code self} has to count anew; empty when it may go on, or begins for the first time. */
    Optional<String> doubt(DeviceId self) {
        return deviceIsNew ? Optional.empty() : recovered.numbering().doubt(self);
    }

    Recovered recovered() {
        return recovered;
    }

    JournalSettings settings() {
        return settings;
    }

    JournalWriter writer() {
        return writer;
    }

    JournalReader reader() {
        return reader;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
