package dev.till.node.files;

import dev.till.node.files.round.Applying.Undone;
import dev.till.node.files.state.Diary.Note;
import dev.till.protocol.file.FolderName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file for each run over a whole folder that did something or could not, and one a day for the changes that were followed
 * in between: what was done, what was not and why, and a summary in the last line. The newest {@value #KEPT} files stay.
 */
final class RunLog {
    private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);
    private static final int KEPT = 200;
    private static final DateTimeFormatter RUN = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH-mm-ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path directory;

    /** Below {@code directory}, where those of each folder have a directory of their own. */
    RunLog(Path directory, FolderName folder) {
        this.directory = directory.resolve(folder.value());
    }

    /** A run over everything; answers where that was written. Nothing is written of one that had nothing to do. */
    Optional<Path> whole(Instant began, Instant ended, Round round) {
        return isIdle(round) ? Optional.empty() : write(RUN.format(began) + ".log", lines(began, ended, round));
    }

    /** A run that was refused or failed. */
    void failed(Instant began, Instant ended, String why) {
        write(RUN.format(began) + ".log", List.of("stopped  " + why, summary("stopped", began, ended)));
    }

    /** Changes that were followed as they happened. */
    void followed(Instant began, Instant ended, Round round) {
        if (!isIdle(round)) {
            write(DAY.format(began) + "-followed.log", lines(began, ended, round));
        }
    }

    private static boolean isIdle(Round round) {
        return round.outcome().done() == 0 && round.outcome().undone().isEmpty();
    }

    private static List<String> lines(Instant began, Instant ended, Round round) {
        var lines = new ArrayList<String>();
        for (Note note : round.outcome().notes()) {
            lines.add(note.what() + "  " + note.path() + "  " + note.device() + "  (" + note.why() + ")");
        }
        for (Undone undone : round.outcome().undone()) {
            lines.add("undone  " + undone.path() + "  (" + undone.why() + ")");
        }
        lines.add(summary(
                round.outcome().done() + " done, " + round.outcome().undone().size() + " not done, " + round.conflicts()
                        + " in conflict, " + round.received() + " bytes received",
                began,
                ended));
        return lines;
    }

    private static String summary(String what, Instant began, Instant ended) {
        return "summary  " + what + "  from " + began + " to " + ended + " ("
                + Duration.between(began, ended).toMillis() + " ms)";
    }

    /** The run counts, whether it can be written down or not: the disk may be full. */
    private Optional<Path> write(String name, List<String> lines) {
        var file = directory.resolve(name);
        try {
            if (Files.notExists(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            boolean begins = Files.notExists(file);
            // What is no text that can be written, as half a surrogate from a peer, becomes a question mark.
            var text = String.join("\n", lines) + "\n";
            Files.write(
                    file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            if (begins) {
                letGo();
            }
            return Optional.of(file);
        } catch (IOException e) {
            LOG.warn("A run is not written down in {}: {}", file, e.toString());
            return Optional.empty();
        }
    }

    private void letGo() throws IOException {
        var files = new ArrayList<Path>();
        try (var found = Files.newDirectoryStream(directory, "*.log")) {
            found.forEach(files::add);
        }
        files.sort(null);
        for (Path old : files.subList(0, Math.max(0, files.size() - KEPT))) {
            Files.deleteIfExists(old);
        }
    }
}
