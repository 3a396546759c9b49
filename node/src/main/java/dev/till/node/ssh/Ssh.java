package dev.till.node.ssh;

import dev.till.node.message.Assignment;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.node.message.SshCommand;
import dev.till.node.message.SshCommand.Reply;
import dev.till.node.message.SshTarget;
import dev.till.node.ssh.home.SshHome;
import dev.till.node.ssh.job.Job;
import dev.till.node.ssh.session.HostSession;
import dev.till.node.ssh.session.HostSession.Report;
import dev.till.node.ssh.session.SshSettings;
import dev.till.node.ssh.session.Transport;
import dev.till.protocol.host.HostChange;
import dev.till.protocol.host.HostName;
import dev.till.protocol.host.HostRecord;
import dev.till.protocol.register.FieldWrite;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Owns all that this node has to do with hosts over SSH: the files of {@code ssh/}, which follow the hosts wherever they are
 * written, one session for each host, and what is known of reaching them, which goes into their records for all to see.
 *
 * <p>It reads and writes small files, so it needs a thread that may block. Until {@code host init} it does nothing at all.
 */
public final class Ssh extends AbstractBehavior<Ssh.Command> {

    sealed interface Command {}

    private record Asked(SshCommand what) implements Command {}

    private record HostsChanged(HostBook.Hosts hosts) implements Command {}

    private record Reported(Report report) implements Command {}

    private record Recorded(Written written) implements Command {}

    /** Time to look after the hosts. */
    private enum Round implements Command {
        NOW
    }

    /** Those who ask how hosts stand have waited long enough. */
    private enum Waited implements Command {
        NOW
    }

    /**
     * What it works with.
     *
     * @param comment at the end of the public key: who this is
     * @param checkEvery how often hosts are looked after; zero for never
     */
    public record Tools(
            SshHome home,
            String comment,
            ActorRef<JournalCommand> journal,
            ActorRef<RegisterCommand> registers,
            Transport transport,
            SshSettings settings,
            Duration checkEvery,
            InstantSource clock) {}

    /** How long an answer waits for what was seen to be in the records; longer than {@link HostBook} rests. */
    private static final Duration FOR_RECORDS = Duration.ofSeconds(2);

    private static final Reply UNMADE =
            new Reply.Refused(true, "there is no SSH key for till yet; make one with `till host init`");

    private final TimerScheduler<Command> timers;
    private final Tools tools;
    private final Map<HostName, ActorRef<HostSession.Command>> sessions = new HashMap<>();
    private final TreeMap<HostName, Standing> standings = new TreeMap<>();
    private final Checks checks = new Checks();
    /** Of hosts that were added a moment ago, whose records have not been read: the last report of each. */
    private final Map<HostName, Report> early = new HashMap<>();

    private final List<ActorRef<SshCommand.Standings>> asking = new ArrayList<>();
    private int writing;
    private Map<HostName, HostRecord> hosts = Map.of();
    private boolean following;
    private boolean known;

    private Ssh(ActorContext<Command> context, TimerScheduler<Command> timers, Tools tools) {
        super(context);
        this.timers = timers;
        this.tools = tools;
        follow();
    }

    /** Reaches for nobody until it is asked to. */
    public static Behavior<SshCommand> create(Tools tools) {
        Behavior<Command> inner = Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            if (!tools.checkEvery().isZero()) {
                timers.startTimerWithFixedDelay(Round.NOW, tools.checkEvery());
            }
            return new Ssh(context, timers, tools);
        }));
        return Behaviors.transformMessages(
                SshCommand.class, inner, builder -> builder.match(SshCommand.class, Asked::new));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Asked.class, this::onAsked)
                .onMessage(HostsChanged.class, this::onHostsChanged)
                .onMessage(Reported.class, this::onReported)
                .onMessage(Recorded.class, this::onRecorded)
                .onMessage(Round.class, now -> onRound())
                .onMessage(Waited.class, now -> tellStandings())
                .onSignal(PostStop.class, stopped -> onStop())
                .build();
    }

    private Behavior<Command> onAsked(Asked asked) {
        var command = asked.what();
        if (command instanceof SshCommand.Init init) {
            init.replyTo().tell(attempt(this::init));
        } else if (command instanceof SshCommand.ShowKey show) {
            show.replyTo().tell(attempt(() -> key(false)));
        } else if (command instanceof SshCommand.Rotate rotate) {
            rotate.replyTo().tell(attempt(this::rotate));
        } else if (command instanceof SshCommand.ForgetOldKey forget) {
            forget.replyTo().tell(attempt(this::forgetOldKey));
        } else if (command instanceof SshCommand.Configure configure) {
            configure.replyTo().tell(attempt(() -> configured(configure.hosts())));
        } else if (command instanceof SshCommand.Run run) {
            run(run);
        } else if (command instanceof SshCommand.Stand stand) {
            asking.add(stand.replyTo());
            if (!timers.isTimerActive(Waited.NOW)) {
                timers.startSingleTimer(Waited.NOW, FOR_RECORDS);
            }
            return settled();
        }
        return this;
    }

    /** Whoever has seen a command end finds what it told of the host in the host's record. */
    private Behavior<Command> settled() {
        return writing == 0 && early.isEmpty() ? tellStandings() : this;
    }

    private Behavior<Command> tellStandings() {
        var told = new SshCommand.Standings(
                standings.values().stream().map(Standing::told).toList());
        asking.forEach(replyTo -> replyTo.tell(told));
        asking.clear();
        timers.cancel(Waited.NOW);
        return this;
    }

    /** Something with files. */
    private interface Step {
        Reply take() throws IOException;
    }

    private static Reply attempt(Step step) {
        try {
            return step.take();
        } catch (IOException | IllegalArgumentException e) {
            return new Reply.Refused(false, e.getMessage());
        }
    }

    private Reply init() throws IOException {
        boolean made = tools.home().create(tools.comment());
        configure();
        follow();
        return key(made);
    }

    private Reply key(boolean made) throws IOException {
        if (!tools.home().exists()) {
            return UNMADE;
        }
        var home = tools.home();
        var key = home.publicKey();
        var admitted = new ArrayList<>(List.of(key.base64()));
        if (Files.exists(home.oldKey())) {
            admitted.add(home.oldPublicKey().base64());
        }
        return new Reply.Key(
                key.line(tools.comment()),
                admitted,
                key.fingerprint(),
                home.key(),
                home.config(),
                home.knownHosts(),
                made);
    }

    private Reply rotate() throws IOException {
        var home = tools.home();
        if (!home.exists()) {
            return UNMADE;
        }
        home.rotate(tools.comment());
        configure();
        return new Reply.Rotating(
                home.oldPublicKey().base64(),
                home.publicKey().base64(),
                tools.comment(),
                home.key(),
                home.knownHosts());
    }

    private Reply forgetOldKey() throws IOException {
        tools.home().forgetOldKey();
        if (tools.home().exists()) {
            configure();
        }
        return key(false);
    }

    /** What was just written may not have reached us yet. */
    private Reply configured(List<HostRecord> read) throws IOException {
        if (tools.home().exists()) {
            tools.home().configure(read);
        }
        return key(false);
    }

    /** Before the hosts are known, nothing that the file says of them is taken back. */
    private void configure() throws IOException {
        if (known || Files.notExists(tools.home().config())) {
            tools.home().configure(hosts.values());
        }
    }

    private void run(SshCommand.Run run) {
        if (!tools.home().exists()) {
            run.replyTo().tell(UNMADE);
            return;
        }
        var reached = new HashMap<HostName, ActorRef<HostSession.Command>>();
        run.job().hosts().forEach(target -> reached.put(target.name(), session(target)));
        getContext().spawnAnonymous(Job.create(run.job(), reached, run.replyTo()));
    }

    private ActorRef<HostSession.Command> session(SshTarget target) {
        var known = sessions.get(target.name());
        if (known != null) {
            known.tell(new HostSession.Retarget(target));
            return known;
        }
        var reports = getContext().messageAdapter(Report.class, Reported::new);
        // Without a name: the one before it, of a host that was removed, may still be stopping.
        var session =
                getContext().spawnAnonymous(HostSession.create(target, tools.transport(), tools.settings(), reports));
        sessions.put(target.name(), session);
        return session;
    }

    private void follow() {
        if (!following && tools.home().exists()) {
            following = true;
            var changed = getContext().messageAdapter(HostBook.Hosts.class, HostsChanged::new);
            getContext().spawn(HostBook.create(tools.journal(), tools.registers(), changed), "hosts");
        }
    }

    private Behavior<Command> onHostsChanged(HostsChanged changed) {
        var added = new HashSet<>(sessions.keySet());
        added.removeAll(hosts.keySet());
        hosts = changed.hosts().byName();
        known = true;
        // Whoever asked to reach a host may know of it before this does.
        added.removeAll(hosts.keySet());
        sessions.keySet().stream()
                .filter(name -> !added.contains(name))
                .toList()
                .forEach(this::reconsider);
        try {
            configure();
        } catch (IOException e) {
            getContext().getLog().warn("The configuration for ssh could not be written: {}", e.getMessage());
        }
        early.keySet().retainAll(sessions.keySet());
        List.copyOf(early.values()).stream()
                .filter(report -> hosts.containsKey(report.target().name()))
                .forEach(this::record);
        return settled();
    }

    /** A host that was changed is looked for at its new place, one that was removed nowhere. */
    private void reconsider(HostName name) {
        var host = hosts.get(name);
        var target =
                host == null || host.isRemoved() ? null : SshTarget.of(host).orElse(null);
        if (target == null) {
            getContext().stop(sessions.remove(name));
            standings.remove(name);
        } else {
            sessions.get(name).tell(new HostSession.Retarget(target));
        }
    }

    private Behavior<Command> onReported(Reported reported) {
        var report = reported.report();
        var name = report.target().name();
        standings.put(
                name,
                standings
                        .getOrDefault(name, Standing.of(name))
                        .after(report, tools.clock().instant()));
        checks.over(name);
        check();
        record(report);
        return this;
    }

    private void record(Report report) {
        if (report instanceof Report.Closed) {
            return;
        }
        var name = report.target().name();
        var host = hosts.get(name);
        early.remove(name);
        if (host == null) {
            early.put(name, report);
        } else if (!host.isRemoved()) {
            var now = tools.clock().instant();
            if (report instanceof Report.Reached) {
                record(HostChange.seen(host, host.status().afterConnection(), now));
            } else if (report instanceof Report.Missed missed) {
                record(HostChange.status(host, host.status().afterFailure(missed.failures()), now));
            }
        }
    }

    private Behavior<Command> onRound() {
        var targets = hosts.values().stream()
                .filter(host -> !host.isRemoved())
                .flatMap(host -> SshTarget.of(host).stream())
                .filter(target -> !Standing.isConnected(standings.get(target.name())));
        checks.begin(targets.toList());
        check();
        return this;
    }

    private void check() {
        checks.next().forEach(target -> session(target).tell(HostSession.Check.NOW));
    }

    private void record(List<FieldWrite> writes) {
        if (!writes.isEmpty()) {
            var puts = writes.stream()
                    .map(write -> Assignment.now(write.key(), write.content()))
                    .toList();
            writing++;
            tools.registers()
                    .tell(new RegisterCommand.Put(puts, getContext().messageAdapter(Written.class, Recorded::new)));
        }
    }

    private Behavior<Command> onRecorded(Recorded recorded) {
        if (recorded.written() instanceof Written.Failed failed) {
            getContext().getLog().warn("The status of a host was not recorded: {}", failed.reason());
        }
        writing--;
        return settled();
    }

    private Behavior<Command> onStop() {
        tools.transport().close();
        return this;
    }
}
