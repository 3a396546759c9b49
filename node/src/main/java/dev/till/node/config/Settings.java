package dev.till.node.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The text of every setting and where it came from; later sources win over earlier ones.
 *
 * <p>The file {@code till.conf} in the home holds {@code key = value} lines; a {@code #} at the start of a line begins a
 * comment.
 */
public record Settings(Map<Setting, Chosen> chosen) {

    /** A value as text, and its source: {@code default}, a file, or {@code command line}. */
    public record Chosen(String value, String source) {}

    public Settings {
        chosen = Collections.unmodifiableMap(new EnumMap<>(chosen));
    }

    /** Every setting at its default. */
    public static Settings defaults() {
        var all = new EnumMap<Setting, Chosen>(Setting.class);
        for (Setting setting : Setting.values()) {
            all.put(setting, new Chosen(setting.defaultValue(), "default"));
        }
        return new Settings(all);
    }

    /** These settings with those of the home's {@code till.conf}, if there is one. */
    public Settings withFileIn(Path home) {
        var file = home.resolve("till.conf");
        try {
            return with(
                    Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                            .toList(),
                    file.toString());
        } catch (NoSuchFileException e) {
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "settings: " + file + " cannot be read (expected: UTF-8 text): " + e.getMessage(), e);
        }
    }

    /** These settings with what the environment overrides: {@code TILL_GITHUB_API}. */
    public Settings withEnvironment(Map<String, String> environment) {
        var api = environment.getOrDefault("TILL_GITHUB_API", "");
        return api.isBlank() ? this : with(Setting.GITHUB_API, api.strip(), "TILL_GITHUB_API");
    }

    /** These settings with {@code key=value} lines from {@code source}; throws IllegalArgumentException naming every unknown one. */
    public Settings with(List<String> lines, String source) {
        var all = new EnumMap<>(chosen);
        var problems = new ArrayList<String>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            var setting =
                    Setting.of(equals < 0 ? line : line.substring(0, equals).strip());
            if (equals < 0) {
                problems.add("'" + line + "' (expected: KEY=VALUE)");
            } else if (setting.isEmpty()) {
                problems.add(line.substring(0, equals).strip() + ": unknown setting (`till config show` lists them)");
            } else {
                all.put(setting.get(), new Chosen(line.substring(equals + 1).strip(), source));
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("settings from " + source + ": " + String.join("; ", problems));
        }
        return new Settings(all);
    }

    /** These settings with one set. */
    public Settings with(Setting setting, String value, String source) {
        var all = new EnumMap<>(chosen);
        all.put(setting, new Chosen(value, source));
        return new Settings(all);
    }

    /** The text of a setting. */
    public String text(Setting setting) {
        return chosen.get(setting).value();
    }
}
