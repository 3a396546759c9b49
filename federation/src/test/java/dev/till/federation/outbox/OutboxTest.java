package dev.till.federation.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.federation.outbox.Letter.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path home;

    private Path directory;
    private Outbox outbox;

    @BeforeEach
    void open() throws IOException {
        directory = home.resolve("outbox");
        outbox = Outbox.open(directory);
    }

    @Test
    void whatWasAdded_isThereAfterACrash_inOrder() throws IOException {
        add(Kind.GIST, "gist", "a");
        add(Kind.REGISTRATION, "issue ada/hub", "b");
        add(Kind.FILE, "file ada/hub status.json", "c");

        assertThat(Outbox.open(directory).waiting()).extracting(Letter::text).containsExactly("a", "b", "c");
    }

    @Test
    void aLaterLetter_replacesTheOneItMakesNeedless_andNoOther() throws IOException {
        add(Kind.GIST, "gist", "old");
        add(Kind.REGISTRATION, "issue ada/hub", "kept");
        add(Kind.GIST, "gist", "new");

        assertThat(outbox.waiting()).extracting(Letter::text).containsExactly("kept", "new");
        assertThat(Outbox.open(directory).waiting()).extracting(Letter::text).containsExactly("kept", "new");
    }

    @Test
    void deletingTheGist_makesPublishingItNeedless() throws IOException {
        add(Kind.GIST, "gist", "text");
        add(Kind.NO_GIST, "gist", "id");

        assertThat(outbox.waiting()).extracting(Letter::kind).containsExactly(Kind.NO_GIST);
    }

    @Test
    void aLetterThatIsUnderWay_isLeftAlone() throws IOException {
        var busy = add(Kind.GIST, "gist", "old");
        outbox.add(Kind.GIST, "gist", "new", NOW, busy.number());

        assertThat(outbox.waiting()).extracting(Letter::text).containsExactly("old", "new");
    }

    @Test
    void aCrashBetweenWritingAndRemoving_leavesOnlyTheLater() throws IOException {
        var old = add(Kind.GIST, "gist", "old");
        var bytes = Files.readAllBytes(file(old.number()));
        add(Kind.GIST, "gist", "new");
        Files.write(file(old.number()), bytes);

        assertThat(Outbox.open(directory).waiting()).extracting(Letter::text).containsExactly("new");
    }

    @Test
    void numbers_areNotUsedAgain() throws IOException {
        outbox.setAside(add(Kind.GIST, "gist", "a").number(), "422");

        var later = Outbox.open(directory).add(Kind.GIST, "gist", "b", NOW, 0);

        assertThat(later.number()).isEqualTo(2);
    }

    @Test
    void whatCannotBeDone_isSetAsideWithItsReason_untilItIsForgotten() throws IOException {
        outbox.setAside(add(Kind.FILE, "file ada/hub x", "a").number(), "422: no");

        var again = Outbox.open(directory);
        assertThat(again.waiting()).isEmpty();
        assertThat(again.aside()).containsExactly(new Outbox.Aside(1, "file ada/hub x", "422: no"));
        again.clearAside();
        assertThat(Outbox.open(directory).aside()).isEmpty();
    }

    @Test
    void aDamagedFile_isSetAside_andHoldsUpNobody() throws IOException {
        add(Kind.GIST, "gist", "good");
        Files.writeString(file(9), "{\"kind\":\"gi");

        var again = Outbox.open(directory);

        assertThat(again.waiting()).extracting(Letter::text).containsExactly("good");
        assertThat(again.aside()).hasSize(1);
        assertThat(Outbox.open(directory).aside()).hasSize(1);
    }

    @Test
    void tooMany_areRefused_andNothingIsLost() throws IOException {
        for (int i = 0; i < Outbox.MOST; i++) {
            add(Kind.FILE, "file ada/hub " + i, "x");
        }

        assertThatThrownBy(() -> add(Kind.FILE, "file ada/hub more", "x"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("at most " + Outbox.MOST);
        add(Kind.FILE, "file ada/hub 0", "again");
        assertThat(outbox.waiting()).hasSize(Outbox.MOST);
    }

    @Test
    void files_areTheirOwnersAlone() throws IOException {
        add(Kind.GIST, "gist", "secret");

        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .endsWith("------"));
        }
    }

    private Letter add(Kind kind, String target, String text) throws IOException {
        return outbox.add(kind, target, text, NOW, 0);
    }

    private Path file(long number) {
        return directory.resolve(String.format("%012d.json", number));
    }
}
