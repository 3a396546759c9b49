package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CommandReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "cli.md");

    /** Run with {@code -Dtill.docs.write=true} to write the file anew. */
    @Test
    void reference_isUpToDate() throws IOException {
        var reference = CommandReference.write();
        if (Boolean.getBoolean("till.docs.write")) {
            Files.createDirectories(REFERENCE.getParent());
            Files.writeString(REFERENCE, reference);
        }

        assertThat(REFERENCE)
                .as("docs/cli.md; write it anew with ./mvnw -pl node -am test -Dtest=CommandReferenceTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dtill.docs.write=true")
                .hasContent(reference);
    }
}
