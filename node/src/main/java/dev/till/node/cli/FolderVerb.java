package dev.till.node.cli;

import picocli.CommandLine.Parameters;

/** A command about one folder or, without a name, about every one. */
abstract class FolderVerb extends Verb {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "The folder; without a name, every one.")
    private String name;

    /** The folder; null for every one. */
    String name() {
        return name;
    }
}
