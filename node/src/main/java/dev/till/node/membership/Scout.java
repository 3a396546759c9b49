package dev.till.node.membership;

import dev.till.node.message.Endpoint;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.discovery.Lookup;
import org.apache.pekko.discovery.ServiceDiscovery;

/**
 * Looks for others round after round, often in the first minute and slowly after it, and reports the endpoints where
 * somebody listens. A round ends when the last dial has; only then the pause to the next one begins.
 */
final class Scout extends AbstractBehavior<Scout.Command> {

    sealed interface Command {}

    /** Do not dial these: they are in reach already. */
    record Skip(Set<Endpoint> known) implements Command {}

    private enum Look implements Command {
        ROUND
    }

    private record Found(List<Endpoint> endpoints) implements Command {}

    private record Dialled(Optional<Endpoint> answered) implements Command {}

    /** What is reported: somebody listens there. */
    record Spotted(Endpoint endpoint) implements Incarnation.Command {}

    /** What is reported: a round is over in which so many listened. */
    record Looked(int spotted) implements Incarnation.Command {}

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration FAST_FOR = Duration.ofMinutes(1);

    private final TimerScheduler<Command> timers;
    private final ServiceDiscovery discovery;
    private final Dialler dialler;
    private final MembershipSettings settings;
    private final ActorRef<Incarnation.Command> report;
    private final List<Endpoint> leads;

    private Set<Endpoint> known;
    private long fastRounds;
    private int pending;
    private int spotted;

    private Scout(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Sources sources,
            Endpoint self,
            List<Endpoint> leads,
            ActorRef<Incarnation.Command> report) {
        super(context);
        this.timers = timers;
        this.discovery = sources.discovery();
        this.dialler = sources.dialler();
        this.settings = sources.settings();
        this.leads = leads;
        this.report = report;
        known = Set.of(self);
        fastRounds = FAST_FOR.dividedBy(settings.fastPoll());
        context.getSelf().tell(Look.ROUND);
    }

    /** What a scout works with. */
    record Sources(ServiceDiscovery discovery, Dialler dialler, MembershipSettings settings) {}

    /**
     * Starts looking at once.
     *
     * @param leads endpoints that are tried in every fast round, whatever discovery says
     */
    static Behavior<Command> create(
            Sources sources, Endpoint self, List<Endpoint> leads, ActorRef<Incarnation.Command> report) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new Scout(context, timers, sources, self, List.copyOf(leads), report)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Skip.class, this::onSkip)
                .onMessage(Look.class, look -> onLook())
                .onMessage(Found.class, this::onFound)
                .onMessage(Dialled.class, this::onDialled)
                .build();
    }

    private Behavior<Command> onSkip(Skip skip) {
        known = skip.known();
        return this;
    }

    private Behavior<Command> onLook() {
        getContext()
                .pipeToSelf(
                        discovery.lookup(Lookup.create("till"), PATIENCE),
                        (resolved, failure) -> new Found(failure == null ? endpoints(resolved) : List.of()));
        return this;
    }

    private Behavior<Command> onFound(Found found) {
        var candidates = new HashSet<>(found.endpoints());
        if (fastRounds > 0) {
            candidates.addAll(leads);
        }
        candidates.removeAll(known);
        pending = candidates.size();
        spotted = 0;
        candidates.forEach(candidate -> getContext()
                .pipeToSelf(
                        dialler.dial(candidate, settings.dialFor()),
                        (answered, failure) -> new Dialled(Optional.ofNullable(answered))));
        return pending == 0 ? onRoundOver() : this;
    }

    private Behavior<Command> onDialled(Dialled dialled) {
        // A name may have turned out to be an address that is known.
        dialled.answered().filter(endpoint -> !known.contains(endpoint)).ifPresent(endpoint -> {
            spotted++;
            report.tell(new Spotted(endpoint));
        });
        return --pending == 0 ? onRoundOver() : this;
    }

    private Behavior<Command> onRoundOver() {
        report.tell(new Looked(spotted));
        fastRounds = Math.max(0, fastRounds - 1);
        timers.startSingleTimer(Look.ROUND, fastRounds > 0 ? settings.fastPoll() : settings.slowPoll());
        return this;
    }

    private static List<Endpoint> endpoints(ServiceDiscovery.Resolved resolved) {
        return resolved.getAddresses().stream()
                .flatMap(target -> target.getPort().stream().map(port -> new Endpoint(target.host(), (Integer) port)))
                .toList();
    }
}
