package dev.till.federation.outbox;

import dev.till.federation.file.OwnersFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Letters that wait, one file each, so that no crash leaves half of one: a letter is on disk before {@link #add} returns, and
 * its file goes after it was done. A crash between the deed and that does it once more, which does no harm.
 *
 * <p>A letter that can never be done is set aside, with the reason, and holds up nobody. Not safe for use by several threads.
 */
public final class Outbox {
    /** How many letters may wait; a target keeps one of each kind, so this is never near in ordinary use. */
    public static final int MOST = 256;

    private static final int MOST_ASIDE = 100;
    private static final Pattern NAME = Pattern.compile("(\\d{12})\\.json");

    private final Path directory;
    private final TreeMap<Long, Letter> waiting = new TreeMap<>();
    private final TreeMap<Long, Aside> aside = new TreeMap<>();
    private long last;

    private Outbox(Path directory) {
        this.directory = directory;
    }

    /** A letter that was set aside. */
    public record Aside(long number, String target, String why) {}

    /** Opens the outbox of a directory, which is made with the first letter. */
    public static Outbox open(Path directory) throws IOException {
        var outbox = new Outbox(directory);
        outbox.load();
        return outbox;
    }

    /** All that wait, in order. */
    public Collection<Letter> waiting() {
        return List.copyOf(waiting.values());
    }

    /** All that were set aside, in order. */
    public Collection<Aside> aside() {
        return List.copyOf(aside.values());
    }

    /**
     * Adds a letter; those it makes needless go, but for the one that is under way.
     *
     * @param underway the number of a letter that is being done just now; 0 for none
     * @throws IOException when it cannot be written, or too many wait
     */
    public Letter add(Letter.Kind kind, String target, String text, Instant created, long underway) throws IOException {
        var letter = new Letter(last + 1, kind, target, text, created);
        var needless = waiting.values().stream()
                .filter(earlier -> earlier.number() != underway && letter.supersedes(earlier))
                .map(Letter::number)
                .toList();
        if (waiting.size() - needless.size() >= MOST) {
            throw new IOException("the outbox holds " + waiting.size() + " letters (expected: at most " + MOST
                    + "); see `till federate status` for what holds them up");
        }
        file(letter.number()).replace(letter.json());
        last = letter.number();
        waiting.put(letter.number(), letter);
        for (long number : needless) {
            remove(number);
        }
        return letter;
    }

    /** A letter was done, or is not wanted any more. */
    public void remove(long number) throws IOException {
        file(number).delete();
        waiting.remove(number);
    }

    /** A letter can never be done; does nothing when it is not waiting any more. */
    public void setAside(long number, String why) throws IOException {
        var letter = waiting.get(number);
        if (letter == null) {
            // It was forgotten while it was under way.
            return;
        }
        new OwnersFile(asideFile(number)).replace(letter.json());
        new OwnersFile(directory.resolve("aside").resolve(name(number) + ".why")).replace(why);
        remove(number);
        aside.put(number, new Aside(number, letter.target(), why));
        while (aside.size() > MOST_ASIDE) {
            forget(aside.firstKey());
        }
    }

    /** Forgets everything, what was set aside included. */
    public void clear() throws IOException {
        for (long number : List.copyOf(waiting.keySet())) {
            remove(number);
        }
        clearAside();
    }

    /** Forgets what was set aside. */
    public void clearAside() throws IOException {
        for (long number : List.copyOf(aside.keySet())) {
            forget(number);
        }
    }

    private void forget(long number) throws IOException {
        Files.deleteIfExists(directory.resolve("aside").resolve(name(number) + ".why"));
        Files.deleteIfExists(asideFile(number));
        aside.remove(number);
    }

    private void load() throws IOException {
        for (long number : numbers(directory.resolve("aside"))) {
            last = Math.max(last, number);
            var why = new OwnersFile(directory.resolve("aside").resolve(name(number) + ".why"));
            aside.put(
                    number,
                    new Aside(number, target(asideFile(number)), why.read().orElse("")));
        }
        for (long number : numbers(directory)) {
            last = Math.max(last, number);
            read(number);
        }
        // A crash may have come between writing a letter and removing those it made needless.
        removeNeedless();
    }

    /** Removes what later letters have made needless: after one that was under way has failed. */
    public void removeNeedless() throws IOException {
        for (Letter letter : waiting()) {
            for (Letter earlier :
                    waiting.headMap(letter.number()).values().stream().toList()) {
                if (letter.supersedes(earlier)) {
                    remove(earlier.number());
                }
            }
        }
    }

    private void read(long number) throws IOException {
        var text = file(number).read().orElseThrow();
        try {
            waiting.put(number, Letter.parse(number, text));
        } catch (IllegalArgumentException | DateTimeException e) {
            var why = "not a letter: " + e.getMessage();
            new OwnersFile(asideFile(number)).replace(text);
            new OwnersFile(directory.resolve("aside").resolve(name(number) + ".why")).replace(why);
            file(number).delete();
            aside.put(number, new Aside(number, "", why));
        }
    }

    private static String target(Path file) throws IOException {
        try {
            return Letter.parse(0, new OwnersFile(file).read().orElse("")).target();
        } catch (IllegalArgumentException | DateTimeException e) {
            return "";
        }
    }

    private static List<Long> numbers(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        var numbers = new ArrayList<Long>();
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> NAME.matcher(file.getFileName().toString()))
                    .filter(name -> name.matches())
                    .map(name -> Long.valueOf(name.group(1)))
                    .sorted()
                    .forEach(numbers::add);
        }
        return numbers;
    }

    private OwnersFile file(long number) {
        return new OwnersFile(directory.resolve(name(number) + ".json"));
    }

    private Path asideFile(long number) {
        return directory.resolve("aside").resolve(name(number) + ".json");
    }

    private static String name(long number) {
        return String.format("%012d", number);
    }
}
