package dev.till.node.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in words what the system said in exceptions. */
final class Wording {
    private Wording() {}

    static String of(IOException problem) {
        if (problem instanceof NoSuchFileException missing) {
            return "no such file: " + missing.getFile();
        }
        if (problem instanceof AccessDeniedException denied) {
            return "not permitted: " + denied.getFile();
        }
        if (problem instanceof FileSystemException other && other.getReason() != null) {
            return other.getFile() + ": " + other.getReason();
        }
        return problem.getMessage() == null ? problem.toString() : problem.getMessage();
    }

    static int status(IOException problem) {
        if (problem instanceof NoSuchFileException) {
            return ExitStatus.NO_SUCH_THING;
        }
        return problem instanceof AccessDeniedException ? ExitStatus.NOT_PERMITTED : ExitStatus.FAILED;
    }
}
