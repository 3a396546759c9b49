package dev.till.testkit.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A company tree: {@code companies/SLUG/_index.md} and {@code tags.lst} with five fields, {@code wal/*.usv} with twenty more.
 *
 * <p>No register is written by both, and no two datagrams of one register carry the same time with different values: so one
 * state is right, whatever the order of reading.
 */
public final class CompanyTree {
    private static final List<String> LOG_FIELDS = List.of(
            "website",
            "domain",
            "phone",
            "email",
            "industry",
            "keywords",
            "employees",
            "revenue",
            "rating",
            "reviews",
            "latitude",
            "longitude",
            "hours",
            "linkedin",
            "facebook",
            "status",
            "stage",
            "owner",
            "notes",
            "last_enriched");

    private final Random random;
    private final int companies;
    private final int datagrams;
    private final SortedMap<String, SortedMap<String, String>> state = new TreeMap<>();
    private final SortedMap<String, Instant> newest = new TreeMap<>();
    private final Set<String> told = new HashSet<>();

    /** A tree of so many companies and datagrams, the same for the same seed. */
    public CompanyTree(long seed, int companies, int datagrams) {
        this.random = new Random(seed);
        this.companies = companies;
        this.datagrams = datagrams;
    }

    /** The tree of the full size: 2,000 companies, 25 fields, 100,000 datagrams. */
    public static CompanyTree full(long seed) {
        return new CompanyTree(seed, 2_000, 100_000);
    }

    /** Writes the files below {@code directory}. Once only: a tree is used up by it. */
    public Sample write(Path directory) throws IOException {
        for (int i = 0; i < companies; i++) {
            writeCompany(directory.resolve("companies").resolve(slug(i)), i);
        }
        var logs = new SampleLogs(random);
        var last = LogTime.any(random);
        for (int i = 0; i < datagrams; i++) {
            last = addDatagram(i, logs);
            if (i == datagrams / 2) {
                logs.addBad(last, slug(0));
            }
        }
        // The torn record lies in a log that exists.
        var tail = logTimeOf("pi-attic", logs);
        logs.write(directory.resolve("wal"), tail, slug(0));
        return new Sample(state, datagrams, logs.duplicates(), logs.control(), logs.bad(), 1);
    }

    private LogTime addDatagram(int number, SampleLogs logs) {
        // Every register gets its first datagram before any gets more.
        int registers = companies * LOG_FIELDS.size();
        int register = number < registers ? number : random.nextInt(registers);
        var slug = slug(register / LOG_FIELDS.size());
        var field = LOG_FIELDS.get(register % LOG_FIELDS.size());
        var at = LogTime.any(random);
        while (!told.add(register + "@" + at.instant())) {
            at = LogTime.any(random);
        }
        var value = SampleText.any(random);
        logs.add(at, slug, field, value.inLog());
        var key = slug + " " + field;
        if (!newest.containsKey(key) || at.instant().isAfter(newest.get(key))) {
            newest.put(key, at.instant());
            put(slug, field, value.json());
        }
        return at;
    }

    private LogTime logTimeOf(String node, SampleLogs logs) {
        var at = LogTime.any(random);
        while (!logs.has(at, node)) {
            at = LogTime.any(random);
        }
        return at;
    }

    private void writeCompany(Path directory, int number) throws IOException {
        Files.createDirectories(directory);
        var name = SampleText.words(random, 2) + " " + number;
        var description = SampleText.words(random, 3) + ".\n\n---- " + SampleText.words(random, 2);
        var postcode = String.format("%05d", random.nextInt(100_000));
        int founded = 1900 + random.nextInt(120);
        Files.writeString(
                directory.resolve("_index.md"),
                "---\nname: \"" + name + "\"\nfounded: " + founded + "\naddress:\n  zip: '" + postcode
                        + "'\n  geo:\n  - 37.50\n  - -122\n---\n\n" + description + "\n");
        var slug = directory.getFileName().toString();
        put(slug, "name", SampleText.quoted(name));
        put(slug, "founded", String.valueOf(founded));
        put(slug, "address", "{\"zip\":\"" + postcode + "\",\"geo\":[37.50,-122]}");
        put(slug, "description", SampleText.quoted(description));
        writeTags(directory, slug);
    }

    private void writeTags(Path directory, String slug) throws IOException {
        var tags = new TreeSet<String>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            tags.add("tag-" + random.nextInt(50));
        }
        Files.writeString(directory.resolve("tags.lst"), String.join("\n", tags) + "\n");
        put(slug, "tags", "[\"" + String.join("\",\"", tags) + "\"]");
    }

    private void put(String slug, String field, String json) {
        state.computeIfAbsent("companies/" + slug, entity -> new TreeMap<>()).put(field, json);
    }

    private static String slug(int number) {
        return "company-" + number + (number % 10 == 0 ? "-gmbh_und.co" : "");
    }
}
