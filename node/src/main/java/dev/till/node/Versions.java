package dev.till.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which till this is. */
final class Versions {
    private Versions() {}

    static String current() {
        try (var resource = Versions.class.getResourceAsStream("/dev/till/node/version.properties")) {
            var properties = new Properties();
            properties.load(resource);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
