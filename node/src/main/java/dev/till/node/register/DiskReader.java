package dev.till.node.register;

import dev.till.node.message.Entry;
import dev.till.node.message.RecordLog;
import dev.till.node.message.RegisterCommand.Changes;
import dev.till.node.message.RegisterCommand.Entries;
import dev.till.node.message.RegisterCommand.Follow;
import dev.till.node.message.RegisterCommand.Get;
import dev.till.node.message.RegisterCommand.GetAll;
import dev.till.node.message.RegisterCommand.History;
import dev.till.node.message.RegisterCommand.Page;
import dev.till.node.message.RegisterCommand.Records;
import dev.till.node.message.RegisterCommand.Scan;
import java.io.IOException;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** Answers what may need the disk. It blocks, and holds nothing: there may be any number of them. */
final class DiskReader extends AbstractBehavior<DiskReader.Command> {

    sealed interface Command {}

    record ReadOne(Get get) implements Command {}

    record ReadAll(GetAll get) implements Command {}

    record ReadPage(Scan scan) implements Command {}

    record ReadHistory(History history) implements Command {}

    /** Changes older than what {@code followers} remember; they take over where the disk has told all. */
    record ReadChanges(Follow follow, ActorRef<Followers.Command> followers) implements Command {}

    private final RegisterTable table;
    private final RecordLog log;
    private final ChangeReplay changes;

    private DiskReader(ActorContext<Command> context, OpenRegisters registers) {
        super(context);
        table = registers.table();
        log = registers.log();
        changes = new ChangeReplay(table, log);
    }

    static Behavior<Command> create(OpenRegisters registers) {
        return Behaviors.setup(context -> new DiskReader(context, registers));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(ReadOne.class, read -> onGet(read.get()))
                .onMessage(ReadAll.class, read -> onGetAll(read.get()))
                .onMessage(ReadPage.class, read -> onScan(read.scan()))
                .onMessage(ReadHistory.class, read -> onHistory(read.history()))
                .onMessage(ReadChanges.class, this::onFollow)
                .build();
    }

    private Behavior<Command> onGet(Get get) {
        try {
            get.replyTo().tell(table.get(get.key()));
        } catch (IOException e) {
            complain(e);
        }
        return this;
    }

    private Behavior<Command> onGetAll(GetAll get) {
        try {
            get.replyTo().tell(new Entries(table.get(get.keys())));
        } catch (IOException e) {
            complain(e);
        }
        return this;
    }

    private Behavior<Command> onScan(Scan scan) {
        try {
            scan.replyTo()
                    .tell(
                            scan.limit() < 1
                                    ? new Page(List.<Entry>of(), true)
                                    : table.scan(scan.prefix(), scan.after(), scan.limit()));
        } catch (IOException e) {
            complain(e);
        }
        return this;
    }

    private Behavior<Command> onHistory(History history) {
        try {
            history.replyTo().tell(new Records(log.history(history.entity(), history.field(), history.limit())));
        } catch (IOException e) {
            complain(e);
        }
        return this;
    }

    private Behavior<Command> onFollow(ReadChanges read) {
        var follow = read.follow();
        try {
            Changes page = changes.after(follow.prefix(), follow.since(), follow.limit());
            if (page.entries().isEmpty()) {
                read.followers()
                        .tell(new Followers.Ask(new Follow(
                                follow.prefix(), page.upTo(), follow.limit(), follow.patience(), follow.replyTo())));
            } else {
                follow.replyTo().tell(page);
            }
        } catch (IOException e) {
            complain(e);
        }
        return this;
    }

    /** Whoever asked runs out of time, which is all that can be told where a reply has no word for failure. */
    private void complain(IOException e) {
        getContext().getLog().error("Could not read: {}", e.getMessage());
    }
}
