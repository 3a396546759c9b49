package dev.till.node.federation;

import dev.till.federation.github.Backoff;
import dev.till.federation.github.Gists.Place;
import dev.till.federation.github.GitHubException;
import dev.till.federation.github.GitHubException.Kind;
import dev.till.federation.outbox.Errands;
import dev.till.federation.outbox.Errands.Outcome;
import dev.till.federation.outbox.Letter;
import dev.till.federation.outbox.Outbox;
import dev.till.federation.role.NotAllowed;
import dev.till.federation.role.Role;
import dev.till.node.message.FederationReply;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Owns the outbox, and does its letters in order, in rounds: each letter once, up to a failure that every other would meet
 * alike. After a round that left letters it waits, longer each time, or as long as GitHub asks for.
 *
 * <p>It writes small files, so it needs a thread that may block. Requests run elsewhere.
 */
final class Courier extends AbstractBehavior<Courier.Command> {

    sealed interface Command {}

    /** Have this done. */
    record Send(Letter.Kind kind, String target, String text) implements Command {}

    /** From now on this role counts; while leaving, only the deletion of the gist is done. */
    record Standing(Role role, boolean leaving, boolean open, Optional<Place> gist) implements Command {}

    /** Forget all letters. */
    record Clear(boolean asideOnly) implements Command {}

    /** Try now, without waiting until it is time. */
    enum Deliver implements Command {
        NOW
    }

    /** Say when every letter has been tried from now on, or is known to have to wait. */
    record Await(ActorRef<FederationReply> whose) implements Command {}

    private record Finished(Letter letter, Optional<Outcome> outcome, Exception failure) implements Command {}

    /** What the courier tells. */
    sealed interface News {}

    /** A letter is on disk. */
    record Queued(Letter letter) implements News {}

    /** A letter was done. */
    record Delivered(Letter letter, Outcome outcome) implements News {}

    /** A gist may have been made of which no answer came. */
    record InDoubt() implements News {}

    /** A round is over, or the outbox has changed. */
    record Report(Collection<Letter> waiting, Collection<Outbox.Aside> aside, Optional<String> lastError)
            implements News {}

    /** What was awaited, after the report that says how it went. */
    record Settled(ActorRef<FederationReply> whose) implements News {}

    /** What it works with. */
    record Tools(Outbox outbox, ErrandsOf errands, Executor blocking, Backoff backoff, InstantSource clock) {

        /** Those of a node. */
        static Tools of(FederationTools tools) throws IOException {
            return new Tools(
                    Outbox.open(tools.directory().resolve("outbox")),
                    open -> new Errands(tools.outside(), tools.self().site(), open),
                    tools.blocking(),
                    tools.backoff(),
                    tools.clock());
        }
    }

    /** Makes what does letters, for gists that are public or not. */
    interface ErrandsOf {
        Errands with(boolean open);
    }

    private static final int MOST_CONFLICTS = 5;

    private final Tools tools;
    private final ActorRef<News> news;
    private final TimerScheduler<Command> timers;
    private Standing standing = new Standing(Role.SOLO, false, false, Optional.empty());
    private Optional<String> lastError = Optional.empty();
    private int failures;
    private int conflicts;
    private Duration pause = Duration.ZERO;
    private Letter underway;
    private long passed;
    private boolean again;
    private final List<ActorRef<FederationReply>> awaiting = new ArrayList<>();

    private Courier(ActorContext<Command> context, TimerScheduler<Command> timers, Tools tools, ActorRef<News> news) {
        super(context);
        this.timers = timers;
        this.tools = tools;
        this.news = news;
    }

    static Behavior<Command> create(Tools tools, ActorRef<News> news) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            var courier = new Courier(context, timers, tools, news);
            courier.report();
            return courier;
        }));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Send.class, this::onSend)
                .onMessage(Standing.class, this::onStanding)
                .onMessage(Clear.class, this::onClear)
                .onMessage(Deliver.class, now -> onDeliver())
                .onMessage(Await.class, this::onAwait)
                .onMessage(Finished.class, this::onFinished)
                .build();
    }

    private Behavior<Command> onSend(Send send) {
        try {
            long busy = underway == null ? 0 : underway.number();
            var now = tools.clock().instant();
            news.tell(new Queued(tools.outbox().add(send.kind(), send.target(), send.text(), now, busy)));
        } catch (IOException | IllegalArgumentException e) {
            lastError = Optional.of(e.getMessage());
            getContext().getLog().warn("Not to be sent: {}", e.getMessage());
        }
        if (timers.isTimerActive(Deliver.NOW)) {
            // The last round failed; what is new waits like the rest.
            report();
            return this;
        }
        return onDeliver();
    }

    private Behavior<Command> onStanding(Standing given) {
        standing = given;
        return onDeliver();
    }

    private Behavior<Command> onClear(Clear clear) {
        try {
            if (clear.asideOnly()) {
                tools.outbox().clearAside();
            } else {
                tools.outbox().clear();
            }
            if (tools.outbox().waiting().isEmpty()) {
                lastError = Optional.empty();
            }
        } catch (IOException e) {
            lastError = Optional.of(e.getMessage());
        }
        report();
        return this;
    }

    private Behavior<Command> onAwait(Await await) {
        awaiting.add(await.whose());
        return onDeliver();
    }

    private Behavior<Command> onDeliver() {
        if (underway == null) {
            begin();
        } else {
            again = true;
        }
        return this;
    }

    private void begin() {
        timers.cancel(Deliver.NOW);
        again = false;
        passed = 0;
        pause = Duration.ZERO;
        next();
    }

    private void next() {
        var letter = tools.outbox().waiting().stream()
                .filter(waiting -> waiting.number() > passed && isWanted(waiting))
                .findFirst();
        if (letter.isEmpty()) {
            over();
            return;
        }
        underway = letter.get();
        passed = underway.number();
        var errands = tools.errands().with(standing.open());
        var now = standing;
        var mine = underway;
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(() -> attempt(errands, mine, now), tools.blocking()),
                        (done, failure) -> done);
    }

    private boolean isWanted(Letter letter) {
        return standing.role() != Role.SOLO && (!standing.leaving() || letter.kind() == Letter.Kind.NO_GIST);
    }

    /** Runs in a thread that may block. */
    private static Finished attempt(Errands errands, Letter letter, Standing standing) {
        try {
            return new Finished(letter, Optional.of(errands.run(letter, standing.role(), standing.gist())), null);
        } catch (GitHubException | NotAllowed | IOException | RuntimeException e) {
            return new Finished(letter, Optional.empty(), e);
        }
    }

    private Behavior<Command> onFinished(Finished finished) {
        underway = null;
        try {
            if (finished.outcome().isPresent()) {
                done(finished.letter(), finished.outcome().get());
                next();
            } else {
                fail(finished);
            }
        } catch (IOException e) {
            // The letter was done and is still there: it is done once more, which does no harm.
            lastError = Optional.of(e.getMessage());
            pause = tools.backoff().after(++failures);
            over();
        }
        return this;
    }

    private void fail(Finished finished) throws IOException {
        boolean all = failed(finished.letter(), finished.failure());
        tools.outbox().removeNeedless();
        if (all) {
            over();
        } else {
            next();
        }
    }

    private void done(Letter letter, Outcome outcome) throws IOException {
        failures = 0;
        conflicts = 0;
        lastError = Optional.empty();
        if (outcome instanceof Outcome.Published published) {
            // A letter may wait for just this.
            again = again || standing.gist().isEmpty();
            standing =
                    new Standing(standing.role(), standing.leaving(), standing.open(), Optional.of(published.place()));
        }
        news.tell(new Delivered(letter, outcome));
        tools.outbox().remove(letter.number());
    }

    /** Answers whether the others would fail alike. */
    private boolean failed(Letter letter, Exception failure) throws IOException {
        var why = String.valueOf(failure.getMessage());
        lastError = Optional.of(why);
        if (!(failure instanceof GitHubException refused)) {
            if (failure instanceof RuntimeException) {
                getContext().getLog().warn("{} cannot be done and is set aside", letter.target(), failure);
                tools.outbox().setAside(letter.number(), why);
            } else {
                // It needs something that may come: another role, a gist, a token file that can be read.
                pause = tools.backoff().after(++failures);
            }
            return false;
        }
        if (letter.kind() == Letter.Kind.GIST
                && refused.isInDoubt()
                && standing.gist().isEmpty()) {
            news.tell(new InDoubt());
        }
        if (refused.concernsAll() || (refused.kind() == Kind.CONFLICT && ++conflicts < MOST_CONFLICTS)) {
            var own = tools.backoff().after(++failures);
            pause = own.compareTo(refused.pause()) > 0 ? own : refused.pause();
            getContext().getLog().info("{} waits {} s: {}", letter.target(), pause.toSeconds(), why);
            return true;
        }
        conflicts = 0;
        getContext().getLog().warn("{} cannot be done and is set aside: {}", letter.target(), why);
        tools.outbox().setAside(letter.number(), why);
        return false;
    }

    private void over() {
        if (again) {
            report();
            begin();
            return;
        }
        if (!pause.isZero()) {
            timers.startSingleTimer(Deliver.NOW, Deliver.NOW, pause);
        }
        report();
        awaiting.forEach(whose -> news.tell(new Settled(whose)));
        awaiting.clear();
    }

    private void report() {
        news.tell(new Report(tools.outbox().waiting(), tools.outbox().aside(), lastError));
    }
}
