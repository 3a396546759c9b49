package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.federation.menu.HubKey;
import dev.till.node.api.WithMemoryNode;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Roles, tokens and components, without anybody to reach outside. */
class FederationCommandsTest extends WithMemoryNode {
    private Till till;

    @BeforeEach
    void open() {
        till = new Till(home);
    }

    @Test
    void aNewMachine_isSolo() {
        var standing =
                JsonMembers.parse(till.run("federate", "status", "--json").out());

        assertThat(standing.text("role")).isEqualTo("solo");
        assertThat(standing.flag("authenticated")).isFalse();
        assertThat(standing.object("outbox").orElseThrow().number("length", -1)).isZero();
        assertThat(till.run("federate", "status").out()).contains("no request leaves this machine");
    }

    @Test
    void soloMayNotRegister_andIsToldHow() {
        var ran = till.run("register", "--hub", "ada/hub");

        assertThat(ran.status()).isEqualTo(5);
        assertThat(ran.err()).contains("till federate role");
    }

    @Test
    void aRole_isTakenOn_inWordsOfOthersToo() {
        assertThat(till.run("federate", "role", "observer").out()).contains("may read the menu");
        assertThat(till.run("federate", "role", "trusted").err()).contains("understood as member");
        var wrong = till.run("federate", "role", "root");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("solo, observer or member");
    }

    @Test
    void aTokenIsKept_forItsOwnerAlone_andForgotten() throws IOException {
        var ran = till.runWith("ghp_abc\n", "federate", "login", "--token-stdin");

        assertThat(ran.status()).isZero();
        assertThat(ran.err()).contains("the role solo sends no request");
        var file = home.resolve("federation").resolve("token");
        assertThat(Files.readString(file)).isEqualTo("ghp_abc\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(till.run("federate", "leave").status()).isZero();
        assertThat(file).doesNotExist();
    }

    @Test
    void noToken_isBadUsage() {
        assertThat(till.runWith("", "federate", "login", "--token-stdin").status())
                .isEqualTo(2);
        assertThat(till.run("federate", "login").err()).contains("stdin");
    }

    @Test
    void whatCannotBeSent_waitsInTheOutbox() {
        till.run("federate", "role", "member");

        var ran = till.run("register", "--hub", "ada/hub");

        assertThat(ran.status()).isEqualTo(7);
        assertThat(ran.err()).contains("waits in the outbox");
        var outbox = JsonMembers.parse(till.run("federate", "status", "--json").out())
                .object("outbox")
                .orElseThrow();
        assertThat(outbox.number("length", 0)).isEqualTo(2);
        assertThat(outbox.text("last_error")).contains("cannot reach");
        assertThat(outbox.list("waiting")).containsExactly("\"gist\"", "\"issue ada/hub\"");
    }

    @Test
    void lookingAtAnotherHub_doesNotChangeTheOneThatWasChosen() {
        till.run("federate", "role", "member");
        till.run("register", "--hub", "ada/hub");

        till.run("menu", "show", "--hub", "eve/hub");

        assertThat(hub()).isEqualTo("ada/hub");
        till.run("federate", "leave");
        till.run("federate", "role", "observer");
        till.run("menu", "show", "--hub", "eve/hub");
        assertThat(hub()).isEqualTo("eve/hub");
    }

    private String hub() {
        return JsonMembers.parse(till.run("federate", "status", "--json").out()).text("hub");
    }

    @Test
    void whatIsNoHub_isBadUsage() {
        till.run("federate", "role", "member");

        assertThat(till.run("register", "--hub", "hub").status()).isEqualTo(2);
    }

    @Test
    void leaving_withAGistThatIsNotThere_isDoneAtOnce() {
        till.run("federate", "role", "member");

        assertThat(till.run("federate", "leave", "--delete-gist").status()).isZero();
        assertThat(till.run("federate", "status").out())
                .contains("role      solo")
                .contains("0 waiting");
    }

    @Test
    void sync_saysOfEachPartHowItWent_andStopsAtNone() {
        var solo = till.run("sync");
        assertThat(solo.status()).isZero();
        assertThat(solo.out()).contains("out of reach for now: pi").contains("role solo publishes nothing");

        till.run("federate", "role", "member");
        till.run("register", "--hub", "ada/hub");
        var ran = till.run("sync", "--json");
        assertThat(ran.status()).isEqualTo(7);
        var parts = JsonMembers.parse(ran.out()).list("parts");
        assertThat(parts).hasSize(7);
        assertThat(parts.get(2)).contains("gist", "failed", "waits in the outbox");
        assertThat(parts.get(3)).contains("outbox", "failed", "2 waiting");
        assertThat(parts.get(4)).contains("menu", "failed", "cannot reach");
        assertThat(parts.get(5)).contains("hub", "failed", "the registration with ada/hub waits");
        assertThat(parts.get(6)).contains("skipped").contains("no S3 hub");
    }

    @Test
    void aDryRunOfSync_changesNothing() {
        till.run("federate", "role", "member");
        till.run("register", "--hub", "ada/hub");
        var before = till.run("federate", "status", "--json").out();

        var ran = till.run("sync", "--dry-run");

        assertThat(ran.status()).isZero();
        assertThat(ran.out()).contains("would", "fetch and run the menu of ada/hub");
        assertThat(till.run("federate", "status", "--json").out()).isEqualTo(before);
    }

    @Test
    void aHub_keepsItsKey_andSignsOnlyMenus() throws IOException {
        var menu = Files.writeString(home.resolve("menu.json"), "{\"date\":\"2026-01-02\"}");
        assertThat(till.run("hub", "sign", menu.toString()).status()).isEqualTo(3);
        var key = till.run("hub", "keygen").out().strip();
        assertThat(till.run("hub", "keygen").status()).isEqualTo(6);
        assertThat(till.run("hub", "sign", menu.toString()).status()).isZero();
        var signature = Files.readString(home.resolve("menu.json.sig"));
        assertThat(HubKey.isSigned(key, Files.readString(menu), signature)).isTrue();

        Files.writeString(menu, "{\"date\":\"soon\"}");
        assertThat(till.run("hub", "sign", menu.toString()).err()).contains(menu + ": not signed: date: 'soon'");
        assertThat(till.run("hub", "sign", "nowhere.json").status()).isEqualTo(3);
        assertThat(till.run("menu", "run").status()).isEqualTo(5);
    }

    @Test
    void aComponent_reports_isListedAndRemoved() {
        assertThat(till.run(
                                "component-status",
                                "set",
                                "printer",
                                "--status",
                                "running",
                                "--version",
                                "1.4",
                                "--metric",
                                "jobs=12")
                        .status())
                .isZero();

        var json = JsonMembers.parse(
                till.run("component-status", "get", "printer", "--json").out());
        assertThat(json.object("metrics").orElseThrow().number("jobs", 0)).isEqualTo(12);
        assertThat(till.run("component-status", "list").out()).contains("printer", "m4", "running", "1.4");
        assertThat(till.run("component-status", "remove", "printer").status()).isZero();
        assertThat(till.run("component-status", "get", "printer").status()).isEqualTo(3);
    }

    @Test
    void aReportThatIsWrong_isRefused() {
        assertThat(till.run("component-status", "set", "a/b", "--status", "x").status())
                .isEqualTo(2);
        assertThat(till.run("component-status", "set", "a", "--status", "x", "--metric", "jobs")
                        .err())
                .contains("NAME=NUMBER");
        assertThat(till.run("component-status", "set", "a", "--status", "x", "--metric", "jobs=1.2.3")
                        .status())
                .isEqualTo(2);
        assertThat(till.run("component-status", "get", "a", "--device", "nobody")
                        .status())
                .isEqualTo(3);
    }

    @Test
    void commands_areTakenInOrder_onceEach_andSettled() {
        var first = till.run("component-command", "send", "printer", "print", "--arguments", "{\"n\":1}")
                .out()
                .strip();
        till.run("component-command", "send", "other", "stop");

        var taken = JsonMembers.parse(
                till.run("component-command", "next", "printer").out());
        assertThat(taken.text("id")).isEqualTo(first);
        assertThat(taken.raw("arguments")).hasValue("{\"n\":1}");
        assertThat(till.run("component-command", "next", "printer").status()).isEqualTo(3);

        assertThat(till.runWith("said", "component-command", "done", first, "--output", "-")
                        .status())
                .isZero();
        assertThat(till.run("component-command", "done", first).status()).isZero();
        assertThat(till.run("component-command", "fail", first, "--why", "no").status())
                .isEqualTo(6);
        assertThat(till.run("component-command", "list").out()).contains(first, "done", "queued");
    }

    @Test
    void aCommandThatWasNotTaken_cannotBeSettled() {
        var id = till.run("component-command", "send", "printer", "print").out().strip();

        assertThat(till.run("component-command", "done", id).status()).isEqualTo(6);
        assertThat(till.run("component-command", "done", "nothing").status()).isEqualTo(3);
        assertThat(till.run("component-command", "send", "printer", "x", "--arguments", "{")
                        .status())
                .isEqualTo(2);
    }
}
