package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.till.node.api.MemoryNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories are deployed by the real rsync and the real ssh to OpenSSH's server. */
class HostDeployTest {

    @TempDir
    private Path directory;

    private HostFixture hosts;
    private Till till;
    private Path site;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/rsync")), "needs rsync");
        hosts = HostFixture.start(directory, MemoryNode::alone).initialised().with("m1", "127.0.0.1");
        till = hosts.till();
        site = Files.createDirectory(directory.resolve("site"));
        Files.writeString(site.resolve("index"), "one");
        Files.writeString(site.resolve("same"), "same");
        Files.createDirectories(site.resolve(".git/objects"));
    }

    @AfterEach
    void stop() throws IOException {
        hosts.close();
    }

    @Test
    void firstDeployment_isWhole_andTheFleetKnows() throws IOException {
        var ran = deploy();

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).matches("m1: 20260102T030405Z-\\w+ is in use\n");
        assertThat(current().resolve("index")).hasContent("one");
        assertThat(current().resolve(".git")).doesNotExist();
        assertThat(till.run("host", "list").out()).containsPattern("m1 .* deployed");
        assertThat(till.run("list", "deployments/m1/~/site").out())
                .contains("step\t\"deployed\"", "release\t\"20260102T030405Z-", "by\t\"m4\"");
    }

    @Test
    void sameAgain_isNothingToDo() throws IOException {
        deploy();
        var before = releases();

        var ran = deploy();

        assertThat(ran.out()).startsWith("m1: nothing to do: ");
        assertThat(releases()).isEqualTo(before);
    }

    @Test
    void changeOfTheSameLength_inTheSameSecond_isDeployed() throws IOException {
        var second = Instant.parse("2026-01-02T03:04:05Z");
        Files.setLastModifiedTime(site.resolve("index"), FileTime.from(second.plusNanos(1_000)));
        deploy();
        Files.writeString(site.resolve("index"), "two");
        Files.setLastModifiedTime(site.resolve("index"), FileTime.from(second.plusNanos(2_000)));

        var ran = deploy();

        assertThat(ran.out()).contains(" is in use, before it ");
        assertThat(current().resolve("index")).hasContent("two");
    }

    @Test
    void whatDidNotChange_isALinkToTheReleaseBefore() throws IOException {
        deploy();
        var first = current().toRealPath();
        Files.writeString(site.resolve("index"), "two!");
        Files.delete(site.resolve("same"));
        Files.writeString(site.resolve("new"), "new");
        deploy();
        Files.writeString(site.resolve("index"), "three");

        var ran = deploy();

        assertThat(ran.out()).contains(" is in use, before it ");
        assertThat(first.resolve("index")).hasContent("one");
        assertThat(current().resolve("index")).hasContent("three");
        assertThat(current().resolve("same")).doesNotExist();
        assertThat((Integer) Files.getAttribute(current().resolve("new"), "unix:nlink"))
                .isEqualTo(2);
    }

    @Test
    void releaseThatIsNotHealthy_givesWay() throws IOException {
        deploy();
        var before = current().toRealPath();
        Files.writeString(site.resolve("index"), "broken");

        var ran = deploy("--health", "grep -q one index || { echo 'it broke' >&2; false; }");

        assertThat(ran.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(ran.err()).contains(" is not healthy: it broke; went back to " + before.getFileName());
        assertThat(current().toRealPath()).isEqualTo(before);
        assertThat(till.run("get", "deployments/m1/~/site", "step").out()).isEqualTo("reverted\n");
    }

    @Test
    void firstReleaseThatIsNotHealthy_leavesNoneInUse() {
        var ran = deploy("--health", "false");

        assertThat(ran.err()).contains("is not healthy: exit status 1; nothing is in use, as before");
        assertThat(account().resolve("site/current")).doesNotExist();
        assertThat(till.run("host", "list").out()).doesNotContain("deployed");
    }

    @Test
    void deploymentThatBrokeOff_goesOn() throws IOException {
        deploy();
        var before = current().toRealPath();
        Files.writeString(site.resolve("index"), "two!");
        // The first call only compares.
        hosts.inTheWay(
                "rsync",
                "echo >>\"$0.calls\"; [ $(wc -l <\"$0.calls\") -lt 2 ] && exec /usr/bin/rsync \"$@\";"
                        + " echo 'rsync: [receiver] write failed: No space left on device (28)' >&2; exit 11");

        var broken = deploy();

        assertThat(broken.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(broken.err()).contains("copying: rsync: [receiver] write failed: No space left on device (28)");
        assertThat(current().toRealPath()).isEqualTo(before);
        hosts.outOfTheWay("rsync");
        var again = deploy();
        assertThat(again.out()).startsWith("m1: ");
        assertThat(current().resolve("index")).hasContent("two!");
        assertThat(till.run("get", "deployments/m1/~/site", "step").out()).isEqualTo("deployed\n");
        assertThat(releases()).noneMatch(name -> name.startsWith("."));
    }

    @Test
    void half_isGoneOnWith_underItsName() throws IOException {
        Files.write(
                site.resolve("large"),
                new java.util.Random(1)
                        .doubles(200_000)
                        .mapToObj(String::valueOf)
                        .toList());
        hosts.inTheWay("rsync", "ulimit -f 20; exec /usr/bin/rsync \"$@\"");

        assertThat(deploy().status()).isEqualTo(ExitStatus.FAILED);
        var begun = till.run("get", "deployments/m1/~/site", "release")
                .out()
                .replace("\"", "")
                .strip();
        assertThat(till.run("get", "deployments/m1/~/site", "step").out()).isEqualTo("copying\n");
        hosts.outOfTheWay("rsync");

        var again = deploy();

        assertThat(again.out()).isEqualTo("m1: " + begun + " is in use\n");
        assertThat(releases()).containsExactly(begun);
    }

    @Test
    void releaseThatNobodyHasSeenHealthy_isCheckedFirst() throws IOException {
        deploy();
        var proven = current().toRealPath().getFileName().toString();
        Files.writeString(site.resolve("index"), "two!");
        deploy();
        till.run("set", "deployments/m1/~/site", "step", "switched", "previous", proven);

        var ran = deploy("--health", "grep -q one index");

        assertThat(ran.err()).contains("went back to " + proven);
        assertThat(current().resolve("index")).hasContent("one");
    }

    @Test
    void rollback_goesBack_andFurtherBack_untilThereIsNone() throws IOException {
        for (String text : List.of("1", "22", "333")) {
            Files.writeString(site.resolve("index"), text);
            deploy();
        }

        assertThat(till.run("host", "rollback", "m1", "--dry-run").out()).contains("would go back from ");
        assertThat(current().resolve("index")).hasContent("333");
        assertThat(till.run("host", "rollback", "m1", "--health", "false").err())
                .contains("stays in use");
        assertThat(current().resolve("index")).hasContent("333");
        assertThat(till.run("host", "rollback", "m1").status()).isZero();
        assertThat(current().resolve("index")).hasContent("22");
        assertThat(till.run("host", "rollback", "m1", "--to", "site").status()).isZero();
        assertThat(current().resolve("index")).hasContent("1");
        assertThat(till.run("host", "rollback", "m1").err()).contains("there is no release before ");
        assertThat(till.run("host", "rollback", "m1", "--to", "other").err()).contains("nothing was deployed to ");
    }

    @Test
    void oldReleases_arePruned() throws IOException {
        for (String text : List.of("1", "22", "333", "4444")) {
            Files.writeString(site.resolve("index"), text);
            deploy("--keep", "2");
        }

        assertThat(releases()).hasSize(2);
        assertThat(current().resolve("index")).hasContent("4444");
    }

    @Test
    void dryRun_saysWhatWouldChange_andChangesNothing() throws IOException {
        assertThat(deploy("--dry-run").out()).startsWith("m1: would make the first release");
        assertThat(account()).isEmptyDirectory();
        assertThat(till.run("list", "deployments").out()).isEmpty();
        deploy();
        Files.writeString(site.resolve("index"), "two!");
        Files.delete(site.resolve("same"));

        var ran = deploy("--dry-run");

        assertThat(ran.out())
                .contains("m1: *deleting   same", "index\n", "m1: would make a new release with 2 changes\n");
        assertThat(releases()).hasSize(1);
    }

    @Test
    void pathsAndPatterns_areData() throws IOException {
        var names = List.of(
                "a b", "it's", "$(touch injected)", "`touch injected`", "a;touch injected", "\"q\"", "*", "grüße");
        for (String name : names) {
            Files.writeString(site.resolve(name), "x");
        }
        for (String name : List.of("it's $(touch injected) \"*\"", "`touch injected`;touch injected")) {
            var ran = deploy("--to", "apps/" + name, "--exclude", "no;touch injected");

            assertThat(ran.err()).isEmpty();
            assertThat(names)
                    .allSatisfy(file -> assertThat(account()
                                    .resolve("apps")
                                    .resolve(name)
                                    .resolve("current")
                                    .resolve(file))
                            .hasContent("x"));
        }
        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all.map(file -> file.getFileName().toString())).doesNotContain("injected");
        }
    }

    @Test
    void pathThatIsNone_isRefused() {
        for (String to : List.of("../x", "a/../../x", "", "/", "a\nb", "-x", "a//b")) {
            assertThat(deploy("--to=" + to).status()).as(to).isEqualTo(ExitStatus.BAD_USAGE);
        }
        assertThat(account()).isEmptyDirectory();
    }

    @Test
    void whatIsInTheWay_isNotTouched() throws IOException {
        Files.createDirectories(account().resolve("site/current"));

        assertThat(deploy().err()).contains("nothing was changed; ", "was not made by a deployment");
        assertThat(till.run("host", "deploy", "m1", "--from", "/nowhere").status())
                .isEqualTo(ExitStatus.NO_SUCH_THING);
        assertThat(deploy("--keep", "1").status()).isEqualTo(ExitStatus.BAD_USAGE);
    }

    private Till.Ran deploy(String... more) {
        var words = Stream.concat(Stream.of("host", "deploy", "m1", "--from", site.toString()), Stream.of(more));
        return till.run(words.toArray(String[]::new));
    }

    private Path account() {
        return directory.resolve("sshd/account");
    }

    private Path current() {
        return account().resolve("site/current");
    }

    private List<String> releases() throws IOException {
        try (Stream<Path> releases = Files.list(account().resolve("site/releases"))) {
            return releases.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
