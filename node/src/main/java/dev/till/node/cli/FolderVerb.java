package dev.till.node.cli;

import java.util.List;
import picocli.CommandLine.Parameters;

/** A command about one folder or, without a name, about every one. */
abstract class FolderVerb extends Verb {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "The folder; without a name, every one.")
    private String name;

    @Override
    final boolean take(List<String> words) {
        name = words.isEmpty() ? null : words.get(0);
        return words.size() < 2;
    }

    /** The folder; null for every one. */
    String name() {
        return name;
    }
}
