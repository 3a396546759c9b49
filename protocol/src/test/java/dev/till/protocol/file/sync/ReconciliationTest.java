package dev.till.protocol.file.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.FileClock;
import dev.till.protocol.file.FileVersion;
import dev.till.protocol.file.Item;
import dev.till.protocol.id.DeviceName;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One row for each situation; device {@code a} decides, clocks are written {@code a1b2}. */
class ReconciliationTest {
    static final Instant NOW = Instant.parse("2025-01-10T12:00:00Z");

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // what happened                        | agreed | mine | theirs        | what is done
                "nothing was ever there                 |        |      |               | KEEP",
                "nothing changed                        | x@a1   | x    | x@a1          | KEEP",
                "I created                              |        | x    |               | OFFER a1",
                "they created                           |        |      | x@b1          | TAKE x",
                "both created the same                  |        | x    | x@b1          | AGREE b1",
                "both created, differently              |        | x    | y@b1          | CONFLICT OFFER a1",
                "I edited                               | x@b1   | y    | x@b1          | OFFER a1b1",
                "they edited                            | x@b1   | x    | y@b2          | TAKE y",
                "both edited to the same                | x@b1   | y    | y@b2          | AGREE b2",
                "both edited, differently               | x@b1   | y    | z@b2          | CONFLICT OFFER a1b1",
                "I deleted                              | x@b1   |      | x@b1          | OFFER a1b1",
                "they deleted                           | x@b1   | x    | -@b2          | TAKE -",
                "both deleted                           | x@b1   |      | -@b2          | AGREE b2",
                "I deleted, they edited                 | x@b1   |      | y@b2          | TAKE y",
                "I edited, they deleted                 | x@b1   | y    | -@b2          | OFFER a1b2",
                "I created where they deleted           | -@b2   | x    | -@b2          | OFFER a1b2",
                "they created where all deleted         | -@b2   |      | x@b3          | TAKE x",
                "I made a directory of a file           | x@b1   | dir  | x@b1          | OFFER a1b1",
                "they made a link of a file             | x@b1   | x    | link@b2       | TAKE link",
                "I made a directory, they a link        | x@b1   | dir  | link@b2       | CONFLICT OFFER a1b1",
                "I changed permissions                  | x@b1   | x+   | x@b1          | OFFER a1b1",
                "they changed permissions               | x@b1   | x    | x+@b2         | TAKE x+",
                "both changed permissions, mine more    | x@b1   | x+   | x-@b2         | OFFER a1b2",
                "both changed permissions, theirs more  | x@b1   | x-   | x+@b2         | TAKE x+",
                "I changed permissions, they edited     | x@b1   | x+   | y@b2          | CONFLICT OFFER a1b1",
                "they have not heard of my last change  | y@a1b1 | y    | x@b1          | OFFER a1b1",
                "they have not, and I changed it again  | y@a1b1 | z    | x@b1          | OFFER a2b1",
                "they lost what was agreed              | x@b1   | x    |               | OFFER b1",
                "one clock stands for two contents      | x@b1   | x    | y@b1          | CONFLICT OFFER b1",
                "one clock, two contents, and I edited  | x@b1   | z    | y@b1          | CONFLICT OFFER a1b1",
                "two others disagree                    | x@a1   | x    | y@a1b1 z@a1c1 | CONFLICT a1",
                "two others and I disagree              | x@a1   | w    | y@a1b1 z@a1c1 | CONFLICT OFFER a2",
                "I am one of those who disagree         | y@a2   | y    | y@a2 z@a1c1   | CONFLICT a2",
                "I deleted while two others disagree    | x@a1   |      | y@a1b1 z@a1c1 | CONFLICT a2",
                "I deleted mine of two that disagree    | y@a2   |      | y@a2 z@a1c1   | OFFER a3",
                "I deleted mine of three that disagree  | y@a2   |      | y@a2 z@a1c1 w@a1d1 | OFFER a3",
                "that is known, and two still disagree  | -@a3   |      | -@a3 z@a1c1 w@a1d1 | CONFLICT a3",
                "one clock stands for a deletion as well | -@b1   |      | y@b1          | TAKE y",
                "I deleted what two have told of        | x@a1   |      | x@a1 x+@c1    | OFFER a2",
                "one of two was taken, and told by none | z@a3c1 | z    | y@a2 z@a1c1   | OFFER a3c1",
                "it was, and one more disagrees         | z@a3c1 | z    | y@a2 z@a1c1 w@a1d1 | CONFLICT OFFER a3c1",
                "I put back another one of two          | y@a2   | z    | y@a2 z@a1c1   | OFFER a3c1",
                "one deleted, one edited                | x@a1   | x    | -@a1b1 z@a1c1 | TAKE z",
                "two others created the same            |        |      | x@b1 x@c1     | TAKE x",
                "what they disagreed on was resolved    | w@a3b1c1 | w  | y@a1b1 z@a1c1 | OFFER a3b1c1",
            })
    void decide(String situation, String agreed, String mine, String theirs, String expected) {
        var me = new Reconciliation.Me(new DeviceName("a"), NOW, ConflictPolicy.DEFER);

        var step = Reconciliation.decide(
                Optional.ofNullable(agreed).map(ReconciliationTest::version), item(mine), versions(theirs), me);

        assertThat(shown(step)).as(situation).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // names count from a; contents are written at times in the order of the alphabet
                "the newer one is theirs    | NEWER  | x@b1 | y | z@b2   | TAKE z",
                "the newer one is mine      | NEWER  | x@b1 | z | y@b2   | OFFER a1b2",
                "my name comes first        | DEVICE | x@b1 | y | z@b2   | OFFER a1b2",
                "a person is asked first    | INTERACTIVE | x@b1 | y | z@b2 | CONFLICT OFFER a1b1",
                "the newest of three        | NEWER  | x@a1 | x | y@a1b1 z@a1c1 | TAKE z",
                "what is deleted wins never | NEWER  | -@a3 | | -@a3 y@a1b1 x@a1c1 | TAKE y",
                "it has been taken          | NEWER  | x@a1 | z | y@a1b1 z@a1c1 | OFFER a1b1c1",
            })
    void policies_decideConflicts(
            String situation, ConflictPolicy policy, String agreed, String mine, String theirs, String expected) {
        var me = new Reconciliation.Me(new DeviceName("a"), NOW, policy);

        var step = Reconciliation.decide(Optional.of(version(agreed)), item(mine), versions(theirs), me);

        assertThat(shown(step)).as(situation).isEqualTo(expected);
    }

    private static String shown(Step step) {
        if (step instanceof Step.Take take) {
            return "TAKE " + name(take.theirs().item());
        }
        if (step instanceof Step.Offer offer) {
            return "OFFER " + clock(offer.clock());
        }
        if (step instanceof Step.Agree agree) {
            return "AGREE " + clock(agree.version().clock());
        }
        if (step instanceof Step.Conflict conflict) {
            return "CONFLICT " + (conflict.offer() ? "OFFER " : "") + clock(conflict.mine());
        }
        return "KEEP";
    }

    private static List<FileVersion> versions(String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(" "))
                        .map(ReconciliationTest::version)
                        .toList();
    }

    /** {@code x@a1b2}: content x, changed once by a and twice by b, who made it. */
    static FileVersion version(String text) {
        int at = text.indexOf('@');
        var counts = new TreeMap<DeviceName, Long>();
        for (int i = at + 1; i < text.length(); i += 2) {
            counts.put(new DeviceName(text.substring(i, i + 1)), (long) (text.charAt(i + 1) - '0'));
        }
        var by = new DeviceName(text.substring(text.length() - 2, text.length() - 1));
        return new FileVersion(item(text.substring(0, at)), new FileClock(counts), by, NOW);
    }

    static Item item(String name) {
        if (name == null || name.equals("-")) {
            return Item.Absent.NOTHING;
        }
        return switch (name) {
            case "dir" -> new Item.Directory(0755);
            case "link" -> new Item.Link("elsewhere");
            default -> regular(name);
        };
    }

    private static Item regular(String name) {
        int mode = name.endsWith("+") ? 0755 : name.endsWith("-") ? 0600 : 0644;
        char letter = name.charAt(0);
        return new Item.Regular(new ContentHash(letter, 0, 0, 0), 1, mode, NOW.plusSeconds(letter));
    }

    private static String name(Item item) {
        return Map.of(0755, "+", 0600, "-", 0644, "").entrySet().stream()
                .filter(entry -> item instanceof Item.Regular file && file.mode() == entry.getKey())
                .map(entry -> (char) ((Item.Regular) item).hash().first() + entry.getValue())
                .findFirst()
                .orElse(item instanceof Item.Link ? "link" : item.isAbsent() ? "-" : "dir");
    }

    private static String clock(FileClock clock) {
        var text = new StringBuilder();
        clock.counts().forEach((device, count) -> text.append(device).append(count));
        return text.toString();
    }
}
