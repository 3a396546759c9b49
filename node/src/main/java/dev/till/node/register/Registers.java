package dev.till.node.register;

import dev.till.node.message.Entry;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Compact;
import dev.till.node.message.RegisterCommand.Count;
import dev.till.node.message.RegisterCommand.Follow;
import dev.till.node.message.RegisterCommand.Get;
import dev.till.node.message.RegisterCommand.GetAll;
import dev.till.node.message.RegisterCommand.Outlive;
import dev.till.node.message.RegisterCommand.Put;
import dev.till.node.message.RegisterCommand.Restamp;
import dev.till.node.message.RegisterCommand.Scan;
import dev.till.node.message.RegisterCommand.StableChanged;
import dev.till.protocol.id.RegisterKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The registers of this node: passes each request to the one who can answer it, so that reads never queue behind writes,
 * nor quick reads behind long ones.
 */
public final class Registers extends AbstractBehavior<RegisterCommand> {
    private static final DispatcherSelector OWN_THREAD = DispatcherSelector.fromConfig("till.dispatchers.registers");
    private static final DispatcherSelector DISK = DispatcherSelector.fromConfig("till.dispatchers.disk");

    private final RegisterTable table;
    private final ActorRef<DiskReader.Command> reader;
    private final ActorRef<DiskReader.Command> longReader;
    private final ActorRef<Followers.Command> followers;
    private final ActorRef<Compactor.Command> compactor;
    private final ActorRef<RegisterWriter.Command> writer;
    private final ActorRef<Restamper.Command> restamper;

    private Registers(
            ActorContext<RegisterCommand> context, OpenRegisters registers, ActorRef<JournalCommand> journal) {
        super(context);
        table = registers.table();
        reader = context.spawn(DiskReader.create(registers), "reader", DISK);
        longReader = context.spawn(DiskReader.create(registers), "long-reader", DISK);
        followers = context.spawn(
                Followers.create(
                        longReader,
                        registers.settings().recentBytes(),
                        table.progress().revision()),
                "followers");
        compactor = context.spawn(Compactor.create(table.store(), journal), "compactor", DISK);
        writer = context.spawn(RegisterWriter.create(registers, journal, followers, compactor), "writer", OWN_THREAD);
        restamper = context.spawn(Restamper.create(longReader, writer), "restamper");
        // Without any of them we are of no use: when one fails, so do we.
        List.of(reader, longReader, followers, compactor, writer, restamper).forEach(context::watch);
        journal.tell(new JournalCommand.Consult(context.getSelf()));
    }

    /** Serves {@code registers}, and follows {@code journal} from there on. */
    public static Behavior<RegisterCommand> create(OpenRegisters registers, ActorRef<JournalCommand> journal) {
        return Behaviors.setup(context -> new Registers(context, registers, journal));
    }

    @Override
    public Receive<RegisterCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(Put.class, put -> pass(writer, new RegisterWriter.Store(put)))
                .onMessage(Compact.class, compact -> pass(writer, new RegisterWriter.FoldNow(compact.replyTo())))
                .onMessage(StableChanged.class, news -> pass(compactor, new Compactor.Stable(news.stable())))
                .onMessage(Get.class, this::onGet)
                .onMessage(GetAll.class, this::onGetAll)
                .onMessage(Scan.class, scan -> pass(reader, new DiskReader.ReadPage(scan)))
                .onMessage(Follow.class, follow -> pass(followers, new Followers.Ask(follow)))
                .onMessage(
                        RegisterCommand.History.class, history -> pass(longReader, new DiskReader.ReadHistory(history)))
                .onMessage(Count.class, this::onCount)
                .onMessage(Outlive.class, outlive -> pass(writer, new RegisterWriter.Judge(outlive)))
                .onMessage(Restamp.class, restamp -> pass(restamper, new Restamper.Begin(restamp)))
                .build();
    }

    private Behavior<RegisterCommand> onGet(Get get) {
        table.recall(get.key())
                .ifPresentOrElse(entry -> get.replyTo().tell(entry), () -> reader.tell(new DiskReader.ReadOne(get)));
        return this;
    }

    private Behavior<RegisterCommand> onGetAll(GetAll get) {
        var entries = new ArrayList<Entry>(get.keys().size());
        for (RegisterKey key : get.keys()) {
            var recalled = table.recall(key);
            if (recalled.isEmpty()) {
                return pass(reader, new DiskReader.ReadAll(get));
            }
            entries.add(recalled.get());
        }
        get.replyTo().tell(new RegisterCommand.Entries(entries));
        return this;
    }

    private Behavior<RegisterCommand> onCount(Count count) {
        count.replyTo().tell(table.counts());
        return this;
    }

    private <T> Behavior<RegisterCommand> pass(ActorRef<T> to, T message) {
        to.tell(message);
        return this;
    }
}
