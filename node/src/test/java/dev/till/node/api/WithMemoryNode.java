package dev.till.node.api;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that each have a node in memory, in a fleet with a peer that is out of reach. */
public abstract class WithMemoryNode {
    @TempDir
    protected Path home;

    protected MemoryNode node;

    @BeforeEach
    final void startNode() throws IOException {
        node = MemoryNode.withPeer(home);
    }

    @AfterEach
    final void stopNode() throws IOException {
        node.close();
    }
}
