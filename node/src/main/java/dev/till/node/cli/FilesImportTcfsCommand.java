package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Imports a tcfs store. */
@Command(
        name = "import-tcfs",
        description = {
            "Put the files of a tcfs store into a folder of this device.",
            "STORE is a directory that holds index, manifests and chunks: a copy of the bucket, with the prefix. Manifests of "
                    + "version 2 and 1 are read; each chunk and each file is verified by its BLAKE3.",
            "Nothing that is there is overwritten, and a second run has nothing left to do. The next apply tells the others."
        },
        footer = {"", "Examples:", "  till files import-tcfs notes /mnt/bucket/default"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done, or nothing to do",
            "3:no such folder or store",
            "4:the node is not running",
            "6:the root is not what was added",
            "7:not all could be imported; what and why is said"
        })
final class FilesImportTcfsCommand extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "The folder.")
    private String name;

    @Parameters(index = "1", paramLabel = "STORE", description = "The directory of the store.")
    private Path store;

    @Override
    int run(Session session) throws IOException, Refusal {
        return new FilesCall(session)
                .each(
                        name,
                        "importing into",
                        () -> Connection.request("files-import-tcfs")
                                .text(
                                        "store",
                                        store.toAbsolutePath().normalize().toString()),
                        new AppliedResult(session));
    }
}
