package dev.till.node.federation;

import dev.till.federation.github.GitHubException;
import dev.till.federation.github.RepositoryName;
import dev.till.federation.hubrepo.HubRepository;
import dev.till.federation.menu.Facts;
import dev.till.federation.menu.HubKey;
import dev.till.federation.menu.Menu;
import dev.till.federation.menu.Menu.Directive;
import dev.till.federation.menu.MenuPlan;
import dev.till.federation.menu.MenuPlan.Step;
import dev.till.federation.menu.MenuReader;
import dev.till.federation.role.NotAllowed;
import dev.till.federation.role.Right;
import dev.till.node.message.FederationReply;
import dev.till.node.message.FederationReply.Done;
import dev.till.node.message.FederationReply.Refused;
import dev.till.node.message.FederationReply.Why;
import dev.till.protocol.component.CommandRecord;
import dev.till.protocol.component.CommandRecord.State;
import dev.till.protocol.component.ComponentName;
import dev.till.protocol.component.ComponentRecord;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Fetches the menu of this site's hub, shows it, and does what it says. One job at a time; it blocks. */
final class MenuJob {
    private final FederationTools tools;
    private final FederationState state;
    private final RegisterAccess registers;
    private final Containers containers;
    private final NewestMenus newest;

    MenuJob(FederationTools tools, FederationState state, RegisterAccess registers) {
        this.tools = tools;
        this.state = state;
        this.registers = registers;
        containers = new Containers(
                tools.directory().resolveSibling("containers"),
                tools.outside().api().host(),
                tools.outside().authorities());
        newest = new NewestMenus(tools.directory().resolve("menu.newest"));
    }

    /**
     * A menu and whether it may be run.
     *
     * @param fault why it may not; empty when it may
     * @param key the hub's key, for a site that has none pinned yet
     */
    private record Fetched(String text, Optional<Menu> menu, String fault, Optional<String> key) {}

    /** What came of a job, and a key of the hub to pin from now on. */
    record Result(FederationReply reply, Optional<String> key) {}

    /** Shows the menu, whoever signed it, and says whether it may be run. */
    Result show() {
        return attempt(Right.READ_MENU, fetched -> {
            var json = new JsonWriter(fetched.text().length() + 256)
                    .open('{')
                    .flag("trusted", fetched.fault().isEmpty())
                    .text("why", fetched.fault());
            if (fetched.menu().isPresent()) {
                json.raw("menu", fetched.text().replace('\n', ' ').replace('\r', ' '))
                        .open("plan", '[');
                plan(fetched.menu().get()).forEach(step -> step(json, step, "", ""));
                json.close(']');
            }
            return new Done(json.close('}').toString());
        });
    }

    /** Does what the menu says, or only says what it would do. */
    Result run(boolean dry) {
        return attempt(Right.RUN_MENU, fetched -> {
            if (!fetched.fault().isEmpty()) {
                return new Refused(Why.FORBIDDEN, "nothing was run: " + fetched.fault());
            }
            var menu = fetched.menu().orElseThrow();
            var json = new JsonWriter(512).open('{').flag("dry_run", dry).open("steps", '[');
            int failed = 0;
            if (!dry) {
                newest.keep(state.hub().orElseThrow(), menu.date());
            }
            for (Step step : plan(menu)) {
                var outcome = dry ? Optional.<String>empty() : take(step);
                failed += outcome.isPresent() ? 1 : 0;
                step(json, step, dry ? "" : outcome.isPresent() ? "failed" : "done", outcome.orElse(""));
            }
            return new Done(json.close(']').number("failed", failed).close('}').toString());
        });
    }

    private interface Use {
        FederationReply of(Fetched fetched) throws IOException;
    }

    private Result attempt(Right right, Use use) {
        try {
            state.role().require(right);
            var fetched = fetch();
            return new Result(use.of(fetched), fetched.key());
        } catch (NotAllowed e) {
            return refused(Why.FORBIDDEN, e.getMessage());
        } catch (GitHubException e) {
            return refused(e.isRetryable() ? Why.PARTIAL : Why.FAILED, e.getMessage());
        } catch (IOException e) {
            return refused(Why.FAILED, e.getMessage());
        } catch (NoMenu e) {
            return refused(Why.ABSENT, e.getMessage());
        }
    }

    static Result refused(Why why, String message) {
        return new Result(new Refused(why, message), Optional.empty());
    }

    /** There is nothing to show or run. */
    private static final class NoMenu extends Exception {
        NoMenu(String message) {
            super(message);
        }
    }

    private Fetched fetch() throws NotAllowed, GitHubException, IOException, NoMenu {
        var name = state.hub()
                .orElseThrow(
                        () -> new NoMenu(
                                "this site has no hub; choose one with `till register --hub OWNER/REPO`, or `till menu show --hub OWNER/REPO`"));
        var hub = new HubRepository(tools.outside().github(state.role(), Right.READ_MENU), new RepositoryName(name));
        var signed = hub.menu().orElseThrow(() -> new NoMenu("the hub " + name + " has no " + HubRepository.MENU));
        var key = state.hubKey().isPresent() ? state.hubKey() : hub.key().flatMap(MenuJob::valid);
        Menu menu;
        try {
            menu = MenuReader.read(signed.text());
        } catch (IllegalArgumentException e) {
            return new Fetched(signed.text(), Optional.empty(), "not a menu: " + e.getMessage(), Optional.empty());
        }
        return new Fetched(
                signed.text(),
                Optional.of(menu),
                fault(menu, signed, key),
                state.hubKey().isPresent() ? Optional.empty() : key);
    }

    private static Optional<String> valid(String key) {
        try {
            return Optional.of(HubKey.requirePublic(key));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private String fault(Menu menu, HubRepository.Signed signed, Optional<String> key) throws IOException {
        if (key.isEmpty()) {
            return "the hub has published no usable key (" + HubRepository.KEY
                    + "), so nobody can tell who wrote this menu";
        }
        if (signed.signature().isEmpty()) {
            return "the menu is not signed";
        }
        if (!HubKey.isSigned(key.get(), signed.text(), signed.signature())) {
            return "the menu is not signed by the hub's key that this site has pinned";
        }
        var before = newest.of(state.hub().orElseThrow());
        return before.isPresent() && menu.date().isBefore(before.get())
                ? "the menu is of " + menu.date() + ", older than the one of " + before.get() + " that was run before"
                : "";
    }

    private List<Step> plan(Menu menu) throws IOException {
        var device = tools.self().device();
        var components = new TreeMap<String, String>();
        for (ComponentRecord component : Entries.components(registers.read(ComponentName.COMPONENTS + device))) {
            components.put(component.name(), component.version());
        }
        Set<String> settled = new HashSet<>();
        for (CommandRecord command : Entries.commands(registers.read(CommandRecord.COMMANDS + device))) {
            MenuCommands.directive(command.id()).ifPresent(settled::add);
        }
        var facts = new Facts(
                tools.self().version(), SiteText.platform(), state.role().word(), components);
        return MenuPlan.of(
                menu, new MenuPlan.Site(facts, state.role().level(), containers.installed(), settled, tools.allowed()));
    }

    /** Answers why it failed; empty when it did not. */
    private Optional<String> take(Step step) {
        try {
            if (step instanceof Step.Have have) {
                containers.have(have.container());
            } else if (step instanceof Step.Follow follow) {
                return follow(follow.directive());
            }
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> follow(Directive directive) throws IOException {
        var device = tools.self().device();
        if (!registers.read(MenuCommands.entity(directive, device).value()).isEmpty()) {
            // Whatever a plan was made of, what stands there has been begun.
            return Optional.of("was followed before");
        }
        if (directive.type().orElseThrow() != Menu.DirectiveType.SCRIPT) {
            registers.write(MenuCommands.of(directive, device, new ComponentName(directive.target()))
                    .fields());
            return Optional.empty();
        }
        // Written down before it begins: after a crash nobody can tell how far it came, so it is not begun again.
        var command = MenuCommands.of(directive, device, MenuCommands.TILL).in(State.TAKEN, "", "");
        registers.write(command.fields());
        var ended = Containers.script(tools.directory().getParent(), directive.action());
        boolean done = ended.status() == 0;
        var why = done ? "" : "exit status " + ended.status();
        registers.write(command.in(done ? State.DONE : State.FAILED, printable(ended.output()), why)
                .progress());
        return done ? Optional.empty() : Optional.of(why);
    }

    private static String printable(String output) {
        int over = output.length() - CommandRecord.MAX_OUTPUT;
        return over > 0 ? output.substring(over) : output;
    }

    private static void step(JsonWriter json, Step step, String outcome, String why) {
        json.open('{');
        if (step instanceof Step.Have have) {
            json.text("what", have.container().name())
                    .text("step", have.update() ? "update" : "install")
                    .text("to", have.container().version());
        } else if (step instanceof Step.Follow follow) {
            json.text("what", follow.directive().id())
                    .text("step", follow.directive().type().orElseThrow().name().toLowerCase(Locale.ROOT))
                    .text("to", follow.directive().target());
        } else if (step instanceof Step.Skip skip) {
            json.text("what", skip.what()).text("step", "skip").text("to", skip.why());
        }
        json.text("outcome", step instanceof Step.Skip ? "" : outcome)
                .text("why", why)
                .close('}');
    }
}
