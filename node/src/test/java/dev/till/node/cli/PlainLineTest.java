package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.api.MemoryNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that are understood without the parser mean what they mean to the parser, which {@code --debug} always takes. */
class PlainLineTest {
    @TempDir
    private Path home;

    private MemoryNode node;
    private Till till;

    @BeforeEach
    void start() throws IOException {
        node = MemoryNode.alone(home);
        till = new Till(home);
        till.run("host", "init");
        till.run("host", "add", "--no-test", "m1", "a@192.0.2.1", "--group", "ms");
        till.run("host", "add", "--no-test", "m2", "a@192.0.2.2", "--group", "ms");
        till.run("host", "add", "--no-test", "all", "a@192.0.2.3");
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host exec m1 m2 --dry-run -- uptime -p",
                "host exec --all --parallel 7 --dry-run -- uptime",
                "host exec --dry-run --group ms --gather -- a b",
                "host exec m1 --shell --dry-run --json -- a;b",
                "--json host exec --all --dry-run -- --all --group x",
                "--timeout 5s host exec --all --dry-run -- x",
                "host exec all --dry-run -- x",
                "host status --all",
                "host status --group ms --json",
                "host list --group ms",
                "host list --all --json"
            })
    void plainLine_isUnderstoodAtOnce_andSaysTheSame(String line) {
        assertThat(isPlain(line)).isTrue();

        var plain = till.run(line.split(" "));

        assertThat(plain.status()).isZero();
        assertThat(plain).isEqualTo(parsed(line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host exec --all --all --dry-run -- x",
                "host exec --parallel x m1 --dry-run -- x",
                "host exec m1 --parallel --dry-run -- x",
                "host exec --group --all --dry-run -- x",
                "host exec --group --json ms --dry-run -- x",
                "host exec --group ms --group ms --dry-run -- x",
                "host exec m1 --shell --shell --dry-run -- x",
                "host exec m1 --dry -- x",
                "host exec --help",
                "host --all exec --dry-run -- x",
                "host deploy m1 --to app",
                "host deploy m1 --from . --keep x",
                "host deploy m1 --from --all",
                "up now",
                "up --port x",
                "up --port 99999999999",
                "up --name a --name b",
                "up --name --json",
                "up --no-mdns --no-mdns",
                "up --help",
                "host list --group",
                "host list --all --all",
                "host status m1 --gather"
            })
    void whatIsOdd_isLeftToTheParser(String line) {
        assertThat(isPlain(line)).isFalse();

        var ran = till.run(line.split(" "));

        assertThat(ran).isEqualTo(parsed(line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host deploy nobody --from . --to app --health true --all-files --dry-run --parallel 4",
                "host deploy --from . --group nobody --json",
                "host deploy m1 --from /nowhere",
                "host test nobody --json",
                "host test --group nobody"
            })
    void plainLineAboutWhatIsNotThere_isRefusedInTheSameWords(String line) {
        assertThat(isPlain(line)).isTrue();

        var plain = till.run(line.split(" "));

        assertThat(plain.status()).isEqualTo(ExitStatus.NO_SUCH_THING);
        assertThat(parsed(line).err()).endsWith(plain.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up",
                "up --json",
                "up --name pi --bind 192.0.2.1 --port 0 --no-mdns",
                "up --peer a:1 --set x=y --peer b:2 --no-discovery --set z=-"
            })
    void plainStart_chooses_whatTheParserDoes(String line) {
        assertThat(isPlain(line)).isTrue();

        var plain = till.run(line.split(" "));
        var chosen = till.starter().chosen();

        assertThat(plain.status()).isZero();
        assertThat(parsed(line)).isEqualTo(plain);
        assertThat(till.starter().chosen()).isEqualTo(chosen);
    }

    @Test
    void numberThatIsNone_isRefusedByBoth() {
        for (String parallel : new String[] {"0", "257", "-1"}) {
            var ran = till.run("host", "exec", "m1", "--dry-run", "--parallel", parallel, "--", "x");

            assertThat(ran.status()).as(parallel).isEqualTo(ExitStatus.BAD_USAGE);
            assertThat(ran.err()).contains("parallel");
        }
    }

    private Till.Ran parsed(String line) {
        var words = new java.util.ArrayList<>(Arrays.asList(line.split(" ")));
        words.add(0, "--debug");
        return till.run(words.toArray(String[]::new));
    }

    private static boolean isPlain(String line) {
        var args = line.split(" ");
        return PlainLine.read(Arrays.copyOf(args, Words.of(args).ours()), new GlobalOptions()) != null;
    }
}
