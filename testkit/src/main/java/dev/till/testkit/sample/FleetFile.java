package dev.till.testkit.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** A {@code hosts-local.json} of 50 hosts in three groups, with keys nobody knows at both levels. */
public final class FleetFile {
    /** What the machine that wrote the file calls itself; none of the hosts does. */
    public static final String LOCAL_HOSTNAME = "M4";

    private static final int HOSTS = 50;
    private static final List<String> GROUPS = List.of("pis", "Laptops", "cloud_workers");
    private static final List<String> STATUSES =
            List.of("untested", "connected", "ready", "till-ready", "deployed", "unreachable");

    private final Random random;
    private final SortedMap<String, SortedMap<String, String>> state = new TreeMap<>();

    /** A fleet, the same for the same seed. */
    public FleetFile(long seed) {
        this.random = new Random(seed);
    }

    /** Writes the file. Once only: a fleet is used up by it. */
    public Sample write(Path file) throws IOException {
        var hosts = new ArrayList<String>();
        var names = new ArrayList<String>();
        for (int i = 0; i < HOSTS; i++) {
            names.add((i % 3 == 0 ? "M" : i % 3 == 1 ? "pi-attic." : "worker_") + i);
            hosts.add("    " + SampleText.quoted(names.get(i)) + ": " + host(names.get(i), i));
        }
        var groups = new ArrayList<String>();
        for (int g = 0; g < GROUPS.size(); g++) {
            groups.add("    " + SampleText.quoted(GROUPS.get(g)) + ": " + group(GROUPS.get(g), g, names));
        }
        var others = "  \"metadata\": "
                + other("metadata", "{\"os\":\"linux\",\"cores\":8,\"memory\":9007199254740993}")
                + ",\n  \"installations\": " + other("installations", "[{\"name\":\"primary.tekton\",\"load\":1.50}]")
                + ",\n  \"till_version\": " + other("till_version", "\"1.5.0\"")
                + ",\n  \"x-unknown key\": "
                + other("x-unknown key", "{\"deep\":[[[null]]],\"text\":\"\\u00e9\\u001f\"}");
        other("updated", "\"1736510400\"");
        Files.writeString(
                file,
                "{\n  \"local_hostname\": \"" + LOCAL_HOSTNAME + "\",\n  \"hosts\": {\n" + String.join(",\n", hosts)
                        + "\n  },\n  \"groups\": {\n" + String.join(",\n", groups) + "\n  },\n" + others
                        + ",\n  \"updated\": \"1736510400\"\n}\n");
        return new Sample(state, HOSTS, 0, 0, 0, 0);
    }

    private String host(String name, int number) {
        var attributes = new TreeMap<String, String>();
        attributes.put("user", number % 4 == 0 ? "\"root\"" : "\"ann.b-" + number + "\"");
        attributes.put("host", number % 5 == 0 ? "\"fd00::" + number + "\"" : "\"10.0.0." + number + "\"");
        attributes.put("port", number % 7 == 0 ? "2222" : "22");
        attributes.put("status", "\"" + STATUSES.get(random.nextInt(STATUSES.size())) + "\"");
        boolean isRemoved = number % 11 == 0;
        attributes.put("state", isRemoved ? "\"removed\"" : "\"active\"");
        attributes.put("added", "\"2025-01-02T03:04:05Z\"");
        attributes.put("last_seen", "\"2025-01-09T00:00:" + String.format("%02d", number) + "Z\"");
        if (isRemoved) {
            attributes.put("removed_date", "\"2025-01-09T00:00:00Z\"");
        }
        if (number % 6 != 0) {
            attributes.put("version", String.valueOf(random.nextInt(20)));
        }
        if (number % 9 == 0) {
            attributes.put("actual_hostname", SampleText.quoted(name + ".local"));
        }
        if (number % 2 == 0) {
            attributes.put(
                    "x_color of it",
                    "{\"rgb\":[0,1.0,255],\"name\":" + SampleText.quoted(SampleText.words(random, 2)) + "}");
        }
        var members = new ArrayList<String>();
        attributes.forEach((key, json) -> members.add("\"" + key + "\": " + json));
        var fields = new TreeMap<>(attributes);
        fields.putIfAbsent("version", "0");
        fields.put("@name", SampleText.quoted(name));
        state.put("hosts/" + name.toLowerCase(Locale.ROOT), fields);
        return "{ " + String.join(", ", members) + " }";
    }

    private String group(String group, int number, List<String> names) {
        var fields = new TreeMap<String, String>();
        fields.put("@name", SampleText.quoted(group));
        var members = new ArrayList<String>();
        for (int i = number; i < names.size(); i += GROUPS.size()) {
            fields.put(names.get(i).toLowerCase(Locale.ROOT), "true");
            members.add(SampleText.quoted(names.get(i)));
        }
        state.put("groups/" + group.toLowerCase(Locale.ROOT), fields);
        return "[" + String.join(", ", members) + "]";
    }

    private String other(String name, String json) {
        state.computeIfAbsent("hosts-local", entity -> new TreeMap<>()).put(name, json);
        return json;
    }
}
