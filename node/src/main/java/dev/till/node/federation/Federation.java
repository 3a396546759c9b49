package dev.till.node.federation;

import dev.till.federation.file.OwnersFile;
import dev.till.federation.github.Gists.Place;
import dev.till.federation.github.RepositoryName;
import dev.till.federation.github.Token;
import dev.till.federation.hubrepo.HubRepository;
import dev.till.federation.menu.HubKey;
import dev.till.federation.outbox.Errands.Outcome;
import dev.till.federation.outbox.Letter;
import dev.till.federation.role.NotAllowed;
import dev.till.federation.role.Right;
import dev.till.federation.role.Role;
import dev.till.node.federation.Courier.News;
import dev.till.node.message.Entry;
import dev.till.node.message.FederationCommand;
import dev.till.node.message.FederationReply;
import dev.till.node.message.FederationReply.Done;
import dev.till.node.message.FederationReply.Refused;
import dev.till.node.message.FederationReply.Why;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Owns what this machine is to the world outside of its fleet: role, gist, hub. What has to be done there goes to the
 * {@link Courier}. In the role solo it does nothing at all.
 *
 * <p>It writes small files, so it needs a thread that may block.
 */
public final class Federation extends AbstractBehavior<Federation.Command> {

    sealed interface Command {}

    private record Asked(FederationCommand what) implements Command {}

    private record Told(News news) implements Command {}

    /** Our components and their commands. */
    private record Scanned(List<Entry> entries, Optional<Wish> wish, Optional<String> failure) implements Command {}

    /** What somebody waits for: that the gist is published, and perhaps that a hub knows of it. */
    private record Wish(Optional<RepositoryName> hub, ActorRef<FederationReply> replyTo) {}

    private record LoggedIn(Login.Tried tried, ActorRef<FederationReply> replyTo) implements Command {}

    private record AtTheHub(HubDesk.News news) implements Command {}

    /** Time to look whether there is something new to publish. */
    private enum Look implements Command {
        NOW
    }

    private final FederationTools tools;
    private final OwnersFile file;
    private final ActorRef<Courier.Command> courier;
    private final ActorRef<HubDesk.Command> desk;
    /** What somebody who waits for the courier is told when all went well, unless it is how we stand. */
    private final Map<ActorRef<FederationReply>, String> awaited = new HashMap<>();

    private FederationState state;
    /** What the courier was given and has not yet told to be on disk. */
    private Optional<Offer> offered = Optional.empty();

    private Courier.Report report = new Courier.Report(List.of(), List.of(), Optional.empty());

    private Federation(ActorContext<Command> context, FederationTools tools) throws IOException {
        super(context);
        this.tools = tools;
        file = new OwnersFile(tools.directory().resolve("state.json"));
        state = FederationState.read(file, context.getLog());
        var news = context.messageAdapter(News.class, Told::new);
        var courierTools = Courier.Tools.of(tools);
        courier = context.spawn(Courier.create(courierTools, news), "courier", DispatcherSelector.blocking());
        desk = context.spawn(
                HubDesk.create(tools, context.messageAdapter(HubDesk.News.class, AtTheHub::new)), "hub-desk");
        tellStanding();
    }

    /** Sends nothing until the role says so. */
    public static Behavior<FederationCommand> create(FederationTools tools) {
        Behavior<Command> inner = Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Look.NOW, tools.every());
            return new Federation(context, tools);
        }));
        return Behaviors.transformMessages(
                FederationCommand.class, inner, builder -> builder.match(FederationCommand.class, Asked::new));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Asked.class, this::onAsked)
                .onMessage(Told.class, this::onTold)
                .onMessage(Scanned.class, this::onScanned)
                .onMessage(LoggedIn.class, this::onLoggedIn)
                .onMessage(AtTheHub.class, this::onAtTheHub)
                .onMessageEquals(Look.NOW, () -> look(Optional.empty()))
                .build();
    }

    private Behavior<Command> onAsked(Asked asked) throws IOException {
        var command = asked.what();
        if (command instanceof FederationCommand.Describe describe) {
            describe.replyTo().tell(described());
        } else if (command instanceof FederationCommand.Login login) {
            login(login);
        } else if (command instanceof FederationCommand.Assume assume) {
            assume(assume);
        } else if (command instanceof FederationCommand.Leave leave) {
            leave(leave);
        } else if (command instanceof FederationCommand.Publish publish) {
            if (!refusedTo(Right.PUBLISH, publish.replyTo())) {
                look(Optional.of(new Wish(Optional.empty(), publish.replyTo())));
            }
        } else if (command instanceof FederationCommand.Register register) {
            register(register);
        } else if (command instanceof FederationCommand.ShowMenu show) {
            show(show);
        } else if (command instanceof FederationCommand.RunMenu run) {
            desk.tell(new HubDesk.Run(state, run.dry(), run.replyTo()));
        } else if (command instanceof FederationCommand.Collect collect) {
            collect(collect);
        } else if (command instanceof FederationCommand.ClearAside clear) {
            courier.tell(new Courier.Clear(true));
            clear.replyTo().tell(new Done("{}"));
        }
        return this;
    }

    private void login(FederationCommand.Login login) {
        Token token;
        try {
            token = new Token(login.token().strip());
        } catch (IllegalArgumentException e) {
            login.replyTo().tell(new Refused(Why.USAGE, e.getMessage()));
            return;
        }
        var role = state.role();
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(
                                () -> Login.attempt(tools.outside(), role, token), tools.blocking()),
                        (tried, failure) -> new LoggedIn(
                                failure == null ? tried : Login.Tried.failed(failure.getMessage()), login.replyTo()));
    }

    private Behavior<Command> onLoggedIn(LoggedIn loggedIn) {
        loggedIn.replyTo().tell(loggedIn.tried().reply());
        courier.tell(Courier.Deliver.NOW);
        return this;
    }

    private void assume(FederationCommand.Assume assume) throws IOException {
        var role = Role.of(assume.role());
        if (role.isEmpty()) {
            assume.replyTo()
                    .tell(new Refused(Why.USAGE, "role: '" + assume.role() + "' (expected: solo, observer or member)"));
            return;
        }
        boolean other = role.get() != state.role();
        keep(state.withRole(role.get(), assume.open() || state.open()));
        if (other) {
            tools.outside().changeRole();
        }
        tellStanding();
        look(Optional.empty());
        assume.replyTo().tell(described());
    }

    private void leave(FederationCommand.Leave leave) throws IOException {
        boolean outside = leave.deleteGist() && (state.gist().isPresent() || state.doubtful());
        courier.tell(new Courier.Clear(false));
        if (outside && state.role() == Role.SOLO) {
            leave.replyTo()
                    .tell(new Refused(
                            Why.FORBIDDEN,
                            "role solo sends no request, so the gist cannot be deleted; take on the role member"
                                    + " first, or delete it yourself"
                                    + state.gist()
                                            .map(gist -> ": " + gist.url())
                                            .orElse("")));
        } else if (outside) {
            keep(state.inLeaving());
            tellStanding();
            courier.tell(new Courier.Send(
                    Letter.Kind.NO_GIST, "gist", state.gist().map(Place::id).orElse("")));
            courier.tell(new Courier.Await(leave.replyTo()));
        } else {
            left();
            leave.replyTo().tell(described());
        }
    }

    private void left() throws IOException {
        tools.outside().forget();
        tools.outside().changeRole();
        keep(FederationState.NEW);
        tellStanding();
    }

    private void register(FederationCommand.Register register) throws IOException {
        if (refusedTo(Right.REGISTER, register.replyTo())) {
            return;
        }
        var named = repository(register.hub(), register.replyTo());
        if (named.isEmpty()) {
            return;
        }
        var hub = named.get();
        Optional<String> given;
        try {
            given = register.key().map(HubKey::requirePublic);
        } catch (IllegalArgumentException e) {
            register.replyTo().tell(new Refused(Why.USAGE, e.getMessage()));
            return;
        }
        var key = given.or(() -> state.hub().filter(hub.value()::equals).flatMap(same -> state.hubKey()));
        keep(state.withHub(hub.value(), key));
        look(Optional.of(new Wish(Optional.of(hub), register.replyTo())));
    }

    private void show(FederationCommand.ShowMenu show) throws IOException {
        var hub = show.hub().isPresent()
                ? repository(show.hub().get(), show.replyTo())
                : Optional.<RepositoryName>empty();
        if (show.hub().isPresent() && hub.isEmpty()) {
            return;
        }
        var named = hub.map(RepositoryName::value);
        var under = named.isEmpty() || named.equals(state.hub()) ? state : state.withHub(named.get(), Optional.empty());
        // Who cannot register takes a hub by looking at it; who can has chosen one by registering.
        if (state.role() != Role.SOLO && (state.hub().isEmpty() || !state.role().may(Right.REGISTER))) {
            keep(under);
        }
        desk.tell(new HubDesk.Show(under, show.replyTo()));
    }

    private void collect(FederationCommand.Collect collect) {
        repository(collect.hub(), collect.replyTo())
                .ifPresent(hub -> desk.tell(new HubDesk.Collect(state, hub, collect.replyTo())));
    }

    private static Optional<RepositoryName> repository(String name, ActorRef<FederationReply> replyTo) {
        try {
            return Optional.of(new RepositoryName(name));
        } catch (IllegalArgumentException e) {
            replyTo.tell(new Refused(Why.USAGE, e.getMessage()));
            return Optional.empty();
        }
    }

    private Behavior<Command> onAtTheHub(AtTheHub there) throws IOException {
        if (there.news() instanceof HubDesk.MenuOver over) {
            boolean unpinned =
                    state.hub().equals(over.under().hub()) && state.hubKey().isEmpty();
            if (unpinned && over.result().key().isPresent()) {
                keep(state.withHubKey(over.result().key().get()));
            }
            over.replyTo().tell(over.result().reply());
            return look(Optional.empty());
        } else if (there.news() instanceof HubDesk.Collected collected) {
            onCollected(collected);
        }
        return this;
    }

    private void onCollected(HubDesk.Collected collected) {
        var result = collected.result();
        if (result.refused().isPresent()) {
            collected.replyTo().tell(result.refused().get());
            return;
        }
        courier.tell(new Courier.Send(
                Letter.Kind.FILE, "file " + collected.hub() + " " + HubRepository.SUMMARY, result.text()));
        awaited.put(collected.replyTo(), result.text());
        courier.tell(new Courier.Await(collected.replyTo()));
    }

    private boolean refusedTo(Right right, ActorRef<FederationReply> replyTo) {
        try {
            state.role().require(right);
            return false;
        } catch (NotAllowed e) {
            replyTo.tell(new Refused(Why.FORBIDDEN, e.getMessage()));
            return true;
        }
    }

    private Behavior<Command> look(Optional<Wish> wish) {
        if (state.role().may(Right.PUBLISH) && !state.leaving()) {
            var registers = new RegisterAccess(
                    tools.registers(), getContext().getSystem().scheduler());
            getContext()
                    .pipeToSelf(
                            CompletableFuture.supplyAsync(
                                    () -> Entries.ours(registers, tools.self().device()), tools.blocking()),
                            (entries, failure) -> failure == null
                                    ? new Scanned(entries, wish, Optional.empty())
                                    : new Scanned(List.of(), wish, Optional.of(String.valueOf(failure.getMessage()))));
        } else {
            wish.ifPresent(refused -> refused.replyTo().tell(described()));
        }
        return this;
    }

    private Behavior<Command> onScanned(Scanned scanned) throws IOException {
        if (scanned.failure().isPresent()) {
            getContext()
                    .getLog()
                    .warn("Components cannot be read: {}", scanned.failure().get());
            scanned.wish()
                    .ifPresent(wish -> wish.replyTo()
                            .tell(new Refused(Why.FAILED, scanned.failure().get())));
        } else if (state.role().may(Right.PUBLISH) && !state.leaving()) {
            offer(scanned.entries(), scanned.wish());
        } else {
            scanned.wish().ifPresent(wish -> wish.replyTo().tell(described()));
        }
        return this;
    }

    private void offer(List<Entry> entries, Optional<Wish> wish) {
        var now = tools.clock().instant();
        var offer = Offer.of(SiteText.of(tools.self(), state, entries, now), now);
        if (wish.isPresent() || offer.isDue(state)) {
            offered = Optional.of(offer);
            courier.tell(new Courier.Send(Letter.Kind.GIST, "gist", offer.text()));
        }
        wish.flatMap(Wish::hub)
                .ifPresent(hub -> courier.tell(new Courier.Send(
                        Letter.Kind.REGISTRATION, "issue " + hub, tools.self().site())));
        wish.ifPresent(wished -> courier.tell(new Courier.Await(wished.replyTo())));
    }

    private Behavior<Command> onTold(Told told) throws IOException {
        if (told.news() instanceof Courier.Report now) {
            report = now;
        } else if (told.news() instanceof Courier.Queued queued) {
            queued(queued.letter());
        } else if (told.news() instanceof Courier.InDoubt) {
            keep(state.inDoubt());
        } else if (told.news() instanceof Courier.Delivered delivered) {
            delivered(delivered.outcome());
        } else if (told.news() instanceof Courier.Settled settled) {
            var text = awaited.remove(settled.whose());
            var how = FederationStanding.settled(report, described());
            settled.whose().tell(text != null && how instanceof Done ? new Done(text) : how);
        }
        return this;
    }

    /** Only what is on disk counts as offered, so that a crash before that loses nothing. */
    private void queued(Letter letter) throws IOException {
        var mine = offered.filter(offer -> offer.isIn(letter));
        if (mine.isPresent()) {
            offered = Optional.empty();
            keep(state.withPublished(mine.get().content(), mine.get().at()));
        }
    }

    private void delivered(Outcome outcome) throws IOException {
        if (outcome instanceof Outcome.Published published) {
            if (published.again()) {
                getContext()
                        .getLog()
                        .warn(
                                "The gist had been deleted; there is a new one: {}",
                                published.place().url());
            }
            keep(state.withGist(published.place(), tools.clock().instant()));
            tellStanding();
        } else if (outcome instanceof Outcome.Registered registered) {
            keep(state.withIssue(registered.issue()));
        } else if (outcome instanceof Outcome.Unpublished && state.leaving()) {
            left();
        }
    }

    private FederationReply described() {
        return new Done(
                FederationStanding.json(state, report, tools, tools.clock().instant()));
    }

    private void tellStanding() {
        courier.tell(new Courier.Standing(state.role(), state.leaving(), state.open(), state.gist()));
    }

    private void keep(FederationState next) throws IOException {
        file.replace(next.json());
        state = next;
    }
}
