package dev.till.node.ssh.procedure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads scripts that lie beside the classes that use them. */
public final class ScriptText {

    private ScriptText() {}

    /** The text of {@code name} in the package of {@code owner}. */
    public static String of(Class<?> owner, String name) {
        try (var resource = owner.getResourceAsStream(name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
