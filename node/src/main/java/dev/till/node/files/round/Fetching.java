package dev.till.node.files.round;

import dev.till.node.files.place.Root;
import dev.till.node.files.place.Stage;
import dev.till.node.files.scan.Hasher;
import dev.till.node.files.scan.Hasher.Chunk;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.Agreed.Place;
import dev.till.node.files.transfer.BulkClient;
import dev.till.node.files.transfer.BulkClient.Wanted;
import dev.till.node.files.transfer.HubContents;
import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.Item;
import dev.till.protocol.id.DeviceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings contents to the stage: from this device when it has them somewhere, else from whoever can be reached and has them,
 * the writer of the version first. What comes is verified; a device that sends something else is passed over.
 */
public final class Fetching {
    private static final Logger LOG = LoggerFactory.getLogger(Fetching.class);

    /** So few are staged sooner than a thread is started. */
    private static final int FEW = 16;

    private static final ContentHash UNKNOWN = new ContentHash(0, 0, 0, 0);

    private final FolderName folder;
    private final List<Source> sources;
    private final Stage stage;
    private final Local local;
    private final FromHub hub;
    private final Clients clients;
    private final Map<FilePath, String> failures = new ConcurrentHashMap<>();
    private final long receivedBefore;

    /**
     * Fetches for one folder.
     *
     * @param clients kept from round to round
     * @param agreed tells what is on this device already
     * @param roots of all folders of this device
     * @param hub asked for what no device gives
     */
    public static Fetching of(
            FolderName folder,
            Clients clients,
            List<Source> sources,
            Stage stage,
            Agreed agreed,
            Map<FolderName, Root> roots,
            HubContents hub) {
        return new Fetching(folder, clients, sources, stage, new Local(agreed, roots), hub);
    }

    private Fetching(
            FolderName folder, Clients clients, List<Source> sources, Stage stage, Local local, HubContents hub) {
        this.hub = new FromHub(hub, stage);
        this.folder = folder;
        this.clients = clients;
        receivedBefore = clients.received();
        this.sources = List.copyOf(sources);
        this.stage = stage;
        this.local = local;
    }

    /** Why an order was not filled, by path. */
    Map<FilePath, String> failures() {
        return failures;
    }

    /** How many bytes of contents came from other devices and the hub. */
    public long received() {
        return clients.received() - receivedBefore + hub.received();
    }

    /** Brings one content to the stage; empty when it cannot be had now. */
    public Optional<Path> fetch(FilePath path, Item.Regular file, DeviceName writer) throws IOException {
        var order = new Order(path, file, writer, Optional.empty());
        return Optional.ofNullable(fetch(List.of(order)).get(path)).map(Staged::file);
    }

    /** Fills what orders it can. */
    Map<FilePath, Staged> fetch(List<Order> orders) throws IOException {
        var staged = new ConcurrentHashMap<FilePath, Staged>();
        var open = new ArrayList<Order>();
        var here = local.whole(orders.stream().map(order -> order.file().hash()).toList());
        for (Order order : orders) {
            if (order.beginning().isPresent()) {
                fetchRest(order).ifPresent(done -> staged.put(order.path(), done));
                continue;
            }
            var file = order.file();
            copied(file, here).ifPresentOrElse(copy -> staged.put(order.path(), copy), () -> open.add(order));
        }
        fetchSmall(open.stream().filter(order -> !order.isLarge()).toList(), staged);
        for (Order order : open) {
            if (order.isLarge()) {
                fetchLarge(order).ifPresent(done -> staged.put(order.path(), done));
            }
        }
        for (Order order : orders) {
            if (order.isLarge() && !staged.containsKey(order.path())) {
                keep(order, fetchLargeFromHub(order), staged);
            }
        }
        return staged;
    }

    /** What is on this device already. */
    private Optional<Staged> copied(Item.Regular file, Set<ContentHash> here) throws IOException {
        if (file.size() == 0) {
            return stage.write(file.hash(), 0, out -> true).map(path -> new Staged(path, List.of()));
        }
        if (!here.contains(file.hash())) {
            return Optional.empty();
        }
        for (Place place : local.places(file.hash(), file.size())) {
            var copy = stage.write(file.hash(), file.size(), out -> local.copy(place, out));
            if (copy.isPresent()) {
                return Optional.of(new Staged(copy.get(), local.chunks(place)));
            }
        }
        return Optional.empty();
    }

    private List<Source> inOrder(DeviceName writer) {
        return sources.stream()
                .sorted(Comparator.comparing(source -> !source.name().equals(writer)))
                .toList();
    }

    private void fetchSmall(List<Order> orders, Map<FilePath, Staged> staged) throws IOException {
        for (int attempt = 0; attempt < sources.size(); attempt++) {
            var bySource = new HashMap<Source, List<Order>>();
            for (Order order : orders) {
                if (!staged.containsKey(order.path())) {
                    bySource.computeIfAbsent(inOrder(order.writer()).get(attempt), source -> new ArrayList<>())
                            .add(order);
                }
            }
            for (var each : bySource.entrySet()) {
                if (each.getValue().size() <= FEW) {
                    fetchSmall(
                            each.getKey(), each.getValue(), staged, (bytes, length, use) -> use.of(bytes, 0, length));
                } else {
                    try (var beside = new Beside()) {
                        fetchSmall(each.getKey(), each.getValue(), staged, beside::use);
                        beside.finish();
                    }
                }
            }
        }
        for (Order order : orders) {
            if (!staged.containsKey(order.path())) {
                failures.putIfAbsent(order.path(), "no device that has it can be reached");
                keep(order, hub.whole(order.file()).map(file -> new Staged(file, List.of())), staged);
            }
        }
    }

    private void keep(Order order, Optional<Staged> done, Map<FilePath, Staged> staged) {
        if (done.isPresent()) {
            staged.put(order.path(), done.get());
            failures.remove(order.path());
        } else {
            hub.failure().ifPresent(why -> failures.merge(order.path(), why, (peers, ours) -> peers + "; " + ours));
        }
    }

    /** What is done with what comes, now or soon. */
    private interface Hand {
        void over(byte[] bytes, int length, Beside.Use use) throws IOException;
    }

    private void fetchSmall(Source source, List<Order> orders, Map<FilePath, Staged> staged, Hand hand)
            throws IOException {
        var wanted = orders.stream()
                .map(order -> new Wanted(
                        order.path(), order.file().hash(), 0, (int) order.file().size()))
                .toList();
        ask(
                source,
                client -> client.fetch(wanted, new BulkClient.Receiver() {
                    @Override
                    public void received(int index, byte[] bytes, int length) throws IOException {
                        var order = orders.get(index);
                        hand.over(
                                bytes,
                                length,
                                (content, offset, size) -> keep(source, order, content, offset, size)
                                        .ifPresent(done -> staged.put(order.path(), done)));
                    }

                    @Override
                    public void missing(int index, String why) {
                        failures.put(orders.get(index).path(), source.name() + ": " + why);
                    }
                }));
    }

    private Optional<Staged> keep(Source source, Order order, byte[] bytes, int offset, int length)
            throws StageException {
        try {
            var done = stage.write(order.file().hash(), order.file().size(), out -> {
                out.write(bytes, offset, length);
                return true;
            });
            if (done.isEmpty()) {
                LOG.warn("{} sent a content for {} that has another hash; it was dropped", source.name(), order.path());
                failures.put(order.path(), source.name() + " sent something else");
            }
            return done.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Staged(done.get(), List.of()).adorned(order.file()));
        } catch (IOException e) {
            throw new StageException(e);
        }
    }

    private Optional<Staged> fetchLarge(Order order) throws IOException {
        failures.put(order.path(), "no device that has it can be reached");
        for (Source source : inOrder(order.writer())) {
            var answer = new AtomicReference<Optional<List<Chunk>>>(Optional.empty());
            ask(
                    source,
                    client -> answer.set(client.cuts(
                            order.path(), order.file().hash(), order.file().size())));
            var cuts = answer.get();
            if (cuts.isPresent() && assemble(source, order, cuts.get())) {
                return Optional.of(
                        new Staged(finished(order, stage.partOf(order.file().hash())), List.copyOf(cuts.get())));
            }
        }
        return Optional.empty();
    }

    private Optional<Staged> fetchLargeFromHub(Order order) throws IOException {
        var cuts = hub.cuts(order.file());
        if (cuts.isEmpty() || !assemble(order, cuts.get(), this.hub::fetch)) {
            return Optional.empty();
        }
        return Optional.of(new Staged(finished(order, stage.partOf(order.file().hash())), cuts.get()));
    }

    /** A log that has grown: the bytes after those that are here already. */
    private Optional<Staged> fetchRest(Order order) throws IOException {
        failures.put(order.path(), "no device that has it can be reached");
        var beginning = order.beginning().orElseThrow();
        for (Source source : inOrder(order.writer())) {
            var file = stage.partOf(order.file().hash(), beginning.size());
            try (var part = new Part(file, beginning.size())) {
                if (!complete(
                        source, order, part, stretches(part.end(), order.file().size()), false)) {
                    continue;
                }
            }
            if (Hasher.isLog(order.file().hash(), beginning.file(), beginning.size(), file)) {
                return Optional.of(new Staged(finished(order, file), List.of(), true, Optional.empty()));
            }
            Files.delete(file);
            failures.putIfAbsent(order.path(), "what " + source.name() + " has does not continue what is here");
        }
        return Optional.empty();
    }

    private static List<Chunk> stretches(long from, long to) {
        var stretches = new ArrayList<Chunk>();
        for (long at = from; at < to; at += Hasher.WHOLE_BYTES) {
            stretches.add(new Chunk(UNKNOWN, at, (int) Math.min(Hasher.WHOLE_BYTES, to - at)));
        }
        return stretches;
    }

    private Path finished(Order order, Path part) throws IOException {
        var file = stage.fresh();
        Files.move(part, file);
        failures.remove(order.path());
        return file;
    }

    private boolean assemble(Source source, Order order, List<Chunk> cuts) throws IOException {
        boolean whole =
                assemble(order, cuts, (part, missing) -> complete(source, order, part, missing, !cuts.isEmpty()));
        if (!whole) {
            failures.putIfAbsent(order.path(), source.name() + " has not sent all of it");
        }
        return whole;
    }

    /** Brings chunks that are missing here to their places, as far as it can. */
    private interface Completion {
        /** Answers whether all of them came. */
        boolean complete(Part part, List<Chunk> missing) throws IOException;
    }

    /**
     * Puts the file together. When it cannot be completed, what has been put stays there for the next attempt; when it is
     * complete and something else, nothing stays: who told how it is cut was lying, or wrong.
     */
    private boolean assemble(Order order, List<Chunk> cuts, Completion completion) throws IOException {
        boolean isCut = !cuts.isEmpty();
        var buffer = new byte[isCut ? (int) Hasher.WHOLE_BYTES : 0];
        boolean complete;
        try (var part = new Part(stage.partOf(order.file().hash()), 0)) {
            // What is not cut comes from its beginning to its end, so what is there is a beginning.
            var missing = new ArrayList<Chunk>(
                    isCut ? List.of() : stretches(part.end(), order.file().size()));
            for (Chunk chunk : cuts) {
                if (part.has(chunk, buffer)) {
                    continue;
                }
                if (local.read(chunk, buffer)) {
                    part.put(chunk, buffer);
                } else {
                    missing.add(chunk);
                }
            }
            complete = completion.complete(part, missing);
            if (complete) {
                part.end(order.file().size());
            }
        }
        if (!complete) {
            return false;
        }
        // The sum of verified chunks is what the sender says; only the whole says whether that is what was promised.
        var file = stage.partOf(order.file().hash());
        boolean whole = Hasher.hash(file).equals(order.file().hash());
        if (!whole) {
            Files.delete(file);
        }
        return whole;
    }

    /** Fetches chunks into their places; {@code verified} one by one, else with the whole. Answers whether all came. */
    private boolean complete(Source source, Order order, Part part, List<Chunk> missing, boolean verified)
            throws IOException {
        var wanted = missing.stream()
                .map(chunk -> new Wanted(order.path(), order.file().hash(), chunk.offset(), chunk.length()))
                .toList();
        var came = new BitSet();
        ask(
                source,
                client -> client.fetch(wanted, new BulkClient.Receiver() {
                    @Override
                    public void received(int index, byte[] bytes, int length) throws IOException {
                        if (!verified
                                || Part.hash(bytes, length)
                                        .equals(missing.get(index).hash())) {
                            try {
                                part.put(missing.get(index), bytes);
                                came.set(index);
                            } catch (IOException e) {
                                throw new StageException(e);
                            }
                        }
                    }

                    @Override
                    public void missing(int index, String why) {
                        failures.put(order.path(), source.name() + ": " + why);
                    }
                }));
        return came.cardinality() == missing.size();
    }

    /** Something asked of a device. */
    private interface Question {
        void to(BulkClient client) throws IOException;
    }

    /** The disk failed, not the connection. */
    private static final class StageException extends IOException {
        StageException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Asks; a connection that fails is given up, and with it whatever was not answered. */
    private void ask(Source source, Question question) throws IOException {
        boolean kept = clients.has(source);
        try {
            question.to(clients.open(source));
        } catch (StageException | RuntimeException | Error e) {
            // Answers that were not read are still to come by this connection.
            clients.drop(source);
            throw e;
        } catch (IOException e) {
            clients.drop(source);
            if (kept) {
                // One that was kept from before may have ended meanwhile, and that says nothing about the device.
                ask(source, question);
            } else {
                LOG.info("Files of {} could not be had from {}: {}", folder, source.name(), e.getMessage());
            }
        }
    }
}
