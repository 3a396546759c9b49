package dev.till.node.files;

import dev.till.node.files.place.Root;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.FilesDatabase;
import dev.till.node.files.state.Folder;
import dev.till.node.files.transfer.BulkServer;
import dev.till.node.files.transfer.HubContents;
import dev.till.node.files.transfer.Pace;
import dev.till.node.message.Assignment;
import dev.till.node.message.FilesCommand;
import dev.till.node.message.FilesCommand.Add;
import dev.till.node.message.FilesCommand.Describe;
import dev.till.node.message.FilesCommand.Do;
import dev.till.node.message.FilesCommand.Remove;
import dev.till.node.message.FilesCommand.Reply;
import dev.till.node.message.FilesCommand.Why;
import dev.till.node.message.FilesTask;
import dev.till.protocol.file.FileRecord;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.profile.ProfileText;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Owns the folders of this device: which there are, an actor for the work on each, and the port where peers get contents, which
 * is open only while there is a folder. It reads and writes small files, so it needs a thread that may block.
 */
public final class Folders extends AbstractBehavior<FilesCommand> {
    private static final DispatcherSelector DISPATCHER = DispatcherSelector.fromConfig("till.dispatchers.files");

    private final FilesTools tools;
    private final FilesDatabase database;
    private final ActorRecords records;
    private final Pace pace;
    private final HubContents contents;
    private final TreeMap<FolderName, Folder> folders = new TreeMap<>();
    private final TreeMap<FolderName, ActorRef<FolderActor.Command>> workers = new TreeMap<>();
    private final Map<FolderName, ActorRef<ShelfActor.Command>> shelves = new HashMap<>();
    private final Map<FolderName, FolderWork> works = new HashMap<>();
    private final Map<FolderName, Object> rounds = new HashMap<>();
    private Optional<BulkServer> server = Optional.empty();
    private Optional<Given> given = Optional.empty();

    private Folders(ActorContext<FilesCommand> context, FilesTools tools) throws IOException {
        super(context);
        this.tools = tools;
        database = FilesDatabase.open(tools.file());
        pace = new Pace(tools.bytesPerSecond());
        contents = new HubContents(tools.hub().door(), tools.clock());
        records = new ActorRecords(
                tools.registers(), tools.fleet(), context.getSystem().scheduler());
        for (Folder folder : database.folders()) {
            start(folder);
        }
    }

    /** Goes on with the folders of before. */
    public static Behavior<FilesCommand> create(FilesTools tools) {
        return Behaviors.setup(context -> new Folders(context, tools));
    }

    /** The dispatcher that it and its children need. */
    public static DispatcherSelector dispatcher() {
        return DISPATCHER;
    }

    @Override
    public Receive<FilesCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(Add.class, add -> answer(add.replyTo(), () -> add(add)))
                .onMessage(Remove.class, remove -> answer(remove.replyTo(), () -> remove(remove.name())))
                .onMessage(Describe.class, describe -> answer(describe.replyTo(), this::described))
                .onMessage(Do.class, this::onDo)
                .onSignal(PreRestart.class, failed -> onStop())
                .onSignal(PostStop.class, stopped -> onStop())
                .build();
    }

    /** Something that is answered with JSON. */
    private interface Step {
        String take() throws IOException, FilesRefusal;
    }

    private Behavior<FilesCommand> answer(ActorRef<Reply> replyTo, Step step) {
        Reply reply;
        try {
            reply = new Reply.Done(step.take());
        } catch (FilesRefusal e) {
            reply = new Reply.Refused(e.why(), e.getMessage());
        } catch (IllegalArgumentException e) {
            reply = new Reply.Refused(Why.USAGE, e.getMessage());
        } catch (IOException e) {
            reply = new Reply.Refused(Why.FAILED, String.valueOf(e.getMessage()));
        }
        replyTo.tell(reply);
        return this;
    }

    private String add(Add add) throws IOException, FilesRefusal {
        var parsed = ProfileText.parse(add.profile(), add.mode());
        if (!parsed.errors().isEmpty()) {
            throw new FilesRefusal(
                    Why.USAGE,
                    "profile: "
                            + parsed.errors().stream()
                                    .map(ProfileText.Fault::toString)
                                    .collect(Collectors.joining("; ")));
        }
        var home = tools.file().toAbsolutePath().getParent();
        var path = new RootCheck(home, folders.values()).checked(add.name(), add.root());
        boolean isThere = Files.exists(path);
        RootCheck.make(path);
        var before = Optional.ofNullable(folders.get(add.name()));
        var folder = new Folder(
                add.name(),
                path,
                add.mode(),
                add.profile(),
                before.isPresent() && before.get().live());
        new Root(path).create(add.name());
        if (before.isPresent() && !before.get().root().equals(path)) {
            // Nothing was agreed about another place.
            database.forget(add.name());
        }
        stop(add.name(), parsed.profile().hub());
        // Whatever the profile leaves out from now on is not given even while this goes on.
        given.ifPresent(contents -> contents.withdraw(add.name()));
        database.put(folder);
        start(folder);
        var json = new JsonWriter().open('{');
        FilesJson.folder(json, folder);
        json.flag("made", !isThere).open("warnings", '[');
        parsed.warnings().forEach(warning -> json.text(warning.toString()));
        return json.close(']').close('}').toString();
    }

    private String remove(FolderName name) throws IOException, FilesRefusal {
        var folder = required(name);
        stop(name, false);
        database.forget(name);
        folders.remove(name);
        given.ifPresent(contents -> contents.withdraw(name));
        var own = new Root(folder.root());
        // The trash may hold what people still want; the rest of till's directory is of no use without the folder.
        if (Files.isDirectory(own.trash(), LinkOption.NOFOLLOW_LINKS)) {
            own.unmark();
        }
        closeServerIfUnused();
        var json = new JsonWriter().open('{');
        FilesJson.folder(json, folder);
        return json.close('}').toString();
    }

    private String described() {
        var json = new JsonWriter(256).open('[');
        for (Folder folder : folders.values()) {
            json.open('{');
            FilesJson.folder(json, folder);
            json.close('}');
        }
        return json.close(']').toString();
    }

    private Folder required(FolderName name) throws FilesRefusal {
        var folder = folders.get(name);
        if (folder == null) {
            throw new FilesRefusal(
                    Why.ABSENT,
                    "no such folder: " + name + " (see `till files list`, or add it with `till files add`)");
        }
        return folder;
    }

    private Behavior<FilesCommand> onDo(Do task) {
        var worker = workers.get(task.name());
        if (worker == null) {
            return answer(task.replyTo(), () -> required(task.name()).toString());
        }
        if (task.task() instanceof FilesTask.Status) {
            return answer(task.replyTo(), () -> status(required(task.name())));
        }
        if (task.task() instanceof FilesTask.Watch || task.task() instanceof FilesTask.Pause) {
            return answer(task.replyTo(), () -> follow(task.name(), task.task() instanceof FilesTask.Watch));
        }
        if (task.task() instanceof FilesTask.Shelve shelve) {
            shelves.get(task.name()).tell(new ShelfActor.Bring(shelve.collect(), task.replyTo()));
            return this;
        }
        worker.tell(new FolderActor.Perform(task.task(), task.replyTo()));
        return this;
    }

    private String follow(FolderName name, boolean live) throws IOException, FilesRefusal {
        var folder = required(name).live(live);
        database.put(folder);
        folders.put(name, folder);
        workers.get(name).tell(new FolderActor.Follow(live));
        return status(folder);
    }

    private String status(Folder folder) {
        var json = new JsonWriter().open('{');
        FilesJson.folder(json, folder);
        FilesJson.standing(json, works.get(folder.name()).standing());
        return json.close('}').toString();
    }

    private void start(Folder folder) throws IOException {
        openServer();
        folders.put(folder.name(), folder);
        given.orElseThrow().share(folder);
        var work = new FolderWork(
                folder,
                database.another(),
                new Workbench.Tools(
                        records,
                        tools.tls(),
                        pace,
                        contents,
                        tools.name(),
                        tools.clock(),
                        tools.file().resolveSibling("logs").resolve("files")),
                rounds.computeIfAbsent(folder.name(), name -> new Object()));
        works.put(folder.name(), work);
        var worker = getContext()
                .spawnAnonymous(
                        FolderActor.create(work, tools.journal(), tools.registers(), tools.rhythm()), DISPATCHER);
        workers.put(folder.name(), worker);
        var shelving = new Shelving(tools.self(), folder, new Agreed(database.another(), folder.name()), contents);
        shelves.put(folder.name(), getContext().spawnAnonymous(ShelfActor.create(shelving, tools.hub()), DISPATCHER));
        if (folder.live()) {
            worker.tell(new FolderActor.Follow(true));
        }
    }

    /** @param goesOn whether what the hub has of it is still wanted */
    private void stop(FolderName name, boolean goesOn) {
        var worker = workers.remove(name);
        if (worker != null) {
            getContext().stop(worker);
        }
        var shelf = shelves.remove(name);
        if (shelf != null && goesOn) {
            getContext().stop(shelf);
        } else if (shelf != null) {
            shelf.tell(ShelfActor.LetGo.NOW);
        }
    }

    private void openServer() throws IOException {
        if (server.isPresent()) {
            return;
        }
        var contents = new Given(database.another());
        given = Optional.of(contents);
        var opened = BulkServer.open(tools.tls(), contents, tools.bind(), tools.port());
        server = Optional.of(opened);
        records.write(List.of(
                Assignment.now(ActorRecords.portOf(tools.self()), new Value(Integer.toString(opened.port()))),
                // Concurrent versions of a file are a conflict, everywhere.
                Assignment.now(RegisterKey.of("till/policy", FileRecord.PREFIX), JsonText.string("siblings"))));
    }

    private void closeServerIfUnused() throws IOException {
        if (folders.isEmpty()) {
            closeServer();
        }
    }

    private void closeServer() throws IOException {
        if (server.isPresent()) {
            server.get().close();
            given.orElseThrow().close();
            server = Optional.empty();
        }
    }

    private Behavior<FilesCommand> onStop() throws IOException {
        closeServer();
        tools.hub().door().close();
        database.close();
        return this;
    }
}
