package dev.till.node.federation;

import dev.till.federation.github.RepositoryName;
import dev.till.node.message.FederationReply;
import dev.till.node.message.FederationReply.Refused;
import dev.till.node.message.FederationReply.Why;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** Runs what is done with the repository of a hub, one menu at a time, so that no directive is followed twice. */
final class HubDesk extends AbstractBehavior<HubDesk.Command> {

    sealed interface Command {}

    /** Fetch the menu and show it. */
    record Show(FederationState under, ActorRef<FederationReply> replyTo) implements Command {}

    /** Fetch the menu and run it. */
    record Run(FederationState under, boolean dry, ActorRef<FederationReply> replyTo) implements Command {}

    /** Read all sites of a hub. */
    record Collect(FederationState under, RepositoryName hub, ActorRef<FederationReply> replyTo) implements Command {}

    private record Over(MenuOver news) implements Command {}

    /** What the desk tells. */
    sealed interface News {}

    /** A menu was shown or run. */
    record MenuOver(MenuJob.Result result, FederationState under, ActorRef<FederationReply> replyTo) implements News {}

    /** All sites were read, or not. */
    record Collected(CollectJob.Result result, RepositoryName hub, ActorRef<FederationReply> replyTo) implements News {}

    private final FederationTools tools;
    private final ActorRef<News> news;
    private boolean busy;

    private HubDesk(ActorContext<Command> context, FederationTools tools, ActorRef<News> news) {
        super(context);
        this.tools = tools;
        this.news = news;
    }

    static Behavior<Command> create(FederationTools tools, ActorRef<News> news) {
        return Behaviors.setup(context -> new HubDesk(context, tools, news));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Show.class, show -> menu(show.under(), show.replyTo(), MenuJob::show))
                .onMessage(Run.class, run -> menu(run.under(), run.replyTo(), job -> job.run(run.dry())))
                .onMessage(Collect.class, this::onCollect)
                .onMessage(Over.class, this::onOver)
                .build();
    }

    private Behavior<Command> menu(
            FederationState under, ActorRef<FederationReply> replyTo, Function<MenuJob, MenuJob.Result> work) {
        if (busy) {
            replyTo.tell(
                    new Refused(Why.CONFLICT, "the menu is being fetched or run already; try again when that is over"));
            return this;
        }
        busy = true;
        var registers =
                new RegisterAccess(tools.registers(), getContext().getSystem().scheduler());
        var job = new MenuJob(tools, under, registers);
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(() -> work.apply(job), tools.blocking()),
                        (result, failure) -> new Over(new MenuOver(
                                failure == null ? result : MenuJob.refused(Why.FAILED, text(failure)),
                                under,
                                replyTo)));
        return this;
    }

    private Behavior<Command> onOver(Over over) {
        busy = false;
        news.tell(over.news());
        return this;
    }

    private Behavior<Command> onCollect(Collect collect) {
        var now = tools.clock().instant();
        var unused = CompletableFuture.supplyAsync(
                        () -> CollectJob.run(tools, collect.under(), collect.hub(), now), tools.blocking())
                .exceptionally(failure -> CollectJob.refused(Why.FAILED, text(failure)))
                .thenAccept(result -> news.tell(new Collected(result, collect.hub(), collect.replyTo())));
        return this;
    }

    private static String text(Throwable failure) {
        return Optional.ofNullable(failure.getMessage()).orElseGet(failure::toString);
    }
}
