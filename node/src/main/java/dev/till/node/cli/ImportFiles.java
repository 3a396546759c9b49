package dev.till.node.cli;

import dev.till.protocol.company.CompanyFiles;
import dev.till.protocol.exchange.FileKind;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Finds what can be imported below the paths given, in order of their names, and tells what each file is. */
final class ImportFiles {
    private static final int MAX_DEPTH = 64;

    private ImportFiles() {}

    /** A file and what it is. */
    record Found(Path file, FileKind kind) {}

    /** Files named are taken whatever they are; of those in directories only what is known, and no hidden ones. */
    static List<Found> under(List<Path> paths) throws IOException, CommandFailure {
        var found = new ArrayList<Found>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                walk(path, found);
            } else {
                found.add(named(path));
            }
        }
        if (found.isEmpty()) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    "nothing to import in " + paths + " (expected: USV logs, hosts-local.json, _index.md, JSON lines)");
        }
        return found;
    }

    private static Found named(Path path) throws IOException, CommandFailure {
        var kind = kind(path);
        if (kind == FileKind.UNKNOWN) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    path + ": not known what it is (expected: a USV log, hosts-local.json, _index.md or JSON lines)");
        }
        return new Found(path, kind);
    }

    private static void walk(Path directory, List<Found> found) throws IOException {
        try (var files = Files.find(directory, MAX_DEPTH, ImportFiles::isPlain, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                // Tags stand beside the file they belong to and are read with it.
                var kind = file.endsWith(CompanyFiles.TAGS) ? FileKind.UNKNOWN : kind(file);
                if (kind != FileKind.UNKNOWN && kind != FileKind.EMPTY) {
                    found.add(new Found(file, kind));
                }
            }
        }
    }

    private static boolean isPlain(Path path, BasicFileAttributes attributes) {
        return attributes.isRegularFile() && !path.getFileName().toString().startsWith(".");
    }

    private static FileKind kind(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return FileKind.of(in.readNBytes(FileKind.START_BYTES));
        }
    }
}
