package dev.till.node.api;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A command line, and what of its caller's process it may need.
 *
 * @param words as the caller's shell made them
 * @param directory what relative paths begin at
 * @param colour whether results may be coloured
 * @param live whether somebody is looking at {@code err}, so that progress may be shown there
 * @param asks whether somebody could answer a question
 */
public record CalledLine(
        List<String> words,
        Path directory,
        boolean colour,
        boolean live,
        boolean asks,
        PrintStream out,
        PrintStream err) {}
