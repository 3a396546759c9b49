package dev.till.node.files.round;

import dev.till.node.files.place.Stage;
import dev.till.node.files.scan.Hasher;
import dev.till.node.files.scan.Hasher.Chunk;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.transfer.BulkClient;
import dev.till.node.files.transfer.BulkClient.Wanted;
import dev.till.node.message.PeerSockets;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.Item;
import dev.till.protocol.id.DeviceName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings contents to the stage: from this device when it has them somewhere, else from whoever can be reached and has them,
 * the writer of the version first. What comes is verified; a device that sends something else is passed over.
 */
public final class Fetching implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Fetching.class);

    private final FolderName folder;
    private final PeerSockets tls;
    private final List<Source> sources;
    private final Stage stage;
    private final Local local;
    private final Map<Source, BulkClient> clients = new HashMap<>();
    private final Map<FilePath, String> failures = new HashMap<>();
    private final byte[] buffer = new byte[(int) Hasher.WHOLE_BYTES];
    private long received;

    /**
     * Fetches for one folder.
     *
     * @param agreed tells what is on this device already
     * @param roots of all folders of this device
     */
    public static Fetching of(
            FolderName folder,
            PeerSockets tls,
            List<Source> sources,
            Stage stage,
            Agreed agreed,
            Map<FolderName, Path> roots) {
        return new Fetching(folder, tls, sources, stage, new Local(agreed, roots));
    }

    private Fetching(FolderName folder, PeerSockets tls, List<Source> sources, Stage stage, Local local) {
        this.folder = folder;
        this.tls = tls;
        this.sources = List.copyOf(sources);
        this.stage = stage;
        this.local = local;
    }

    /** A content that is wanted. */
    record Order(FilePath path, Item.Regular file, DeviceName writer) {
        boolean isLarge() {
            return file.size() > Hasher.WHOLE_BYTES;
        }
    }

    /** What is staged. */
    record Staged(Path file, List<Chunk> chunks) {}

    /** Why an order was not filled, by path. */
    Map<FilePath, String> failures() {
        return failures;
    }

    /** How many bytes of contents came from other devices. */
    public long received() {
        return received
                + clients.values().stream().mapToLong(BulkClient::received).sum();
    }

    /** Fills what orders it can. */
    Map<FilePath, Staged> fetch(List<Order> orders) throws IOException {
        var staged = new HashMap<FilePath, Staged>();
        var open = new ArrayList<Order>();
        for (Order order : orders) {
            var file = order.file();
            var found = stage.write(
                    file.hash(), file.size(), out -> file.size() == 0 || local.copy(file.hash(), file.size(), out));
            found.ifPresentOrElse(path -> staged.put(order.path(), new Staged(path, List.of())), () -> open.add(order));
        }
        fetchSmall(open.stream().filter(order -> !order.isLarge()).toList(), staged);
        for (Order order : open) {
            if (order.isLarge()) {
                fetchLarge(order).ifPresent(done -> staged.put(order.path(), done));
            }
        }
        return staged;
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
                fetchSmall(each.getKey(), each.getValue(), staged);
            }
        }
        for (Order order : orders) {
            if (!staged.containsKey(order.path())) {
                failures.putIfAbsent(order.path(), "no device that has it can be reached");
            }
        }
    }

    private void fetchSmall(Source source, List<Order> orders, Map<FilePath, Staged> staged) throws IOException {
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
                        keep(source, order, bytes, length).ifPresent(done -> staged.put(order.path(), done));
                    }

                    @Override
                    public void missing(int index, String why) {
                        failures.put(orders.get(index).path(), source.name() + ": " + why);
                    }
                }));
    }

    private Optional<Staged> keep(Source source, Order order, byte[] bytes, int length) throws StageException {
        try {
            var done = stage.write(order.file().hash(), order.file().size(), out -> {
                out.write(bytes, 0, length);
                return true;
            });
            if (done.isEmpty()) {
                LOG.warn("{} sent a content for {} that has another hash; it was dropped", source.name(), order.path());
                failures.put(order.path(), source.name() + " sent something else");
            }
            return done.map(path -> new Staged(path, List.of()));
        } catch (IOException e) {
            throw new StageException(e);
        }
    }

    private Optional<Staged> fetchLarge(Order order) throws IOException {
        failures.put(order.path(), "no device that has it can be reached");
        for (Source source : inOrder(order.writer())) {
            var cuts = new ArrayList<Chunk>();
            ask(
                    source,
                    client -> cuts.addAll(client.cuts(
                            order.path(), order.file().hash(), order.file().size())));
            if (!cuts.isEmpty() && assemble(source, order, cuts)) {
                return Optional.of(new Staged(finished(order), List.copyOf(cuts)));
            }
        }
        return Optional.empty();
    }

    private Path finished(Order order) throws IOException {
        var file = stage.fresh();
        Files.move(stage.partOf(order.file().hash()), file);
        failures.remove(order.path());
        return file;
    }

    /** Puts the file together; what has been put stays there for the next attempt when it cannot be completed. */
    private boolean assemble(Source source, Order order, List<Chunk> cuts) throws IOException {
        try (var part = new Part(stage.partOf(order.file().hash()))) {
            var missing = new ArrayList<Chunk>();
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
            complete(source, order, part, missing);
            part.end(order.file().size());
        }
        // The sum of verified chunks is what the sender says; only the whole says whether that is what was promised.
        var whole = new Hasher().read(stage.partOf(order.file().hash()), Long.MAX_VALUE);
        if (whole.hash().equals(order.file().hash())) {
            return true;
        }
        failures.putIfAbsent(order.path(), source.name() + " has not sent all of it");
        return false;
    }

    private void complete(Source source, Order order, Part part, List<Chunk> missing) throws IOException {
        var wanted = missing.stream()
                .map(chunk -> new Wanted(order.path(), order.file().hash(), chunk.offset(), chunk.length()))
                .toList();
        ask(
                source,
                client -> client.fetch(wanted, new BulkClient.Receiver() {
                    @Override
                    public void received(int index, byte[] bytes, int length) throws IOException {
                        if (Part.hash(bytes, length).equals(missing.get(index).hash())) {
                            try {
                                part.put(missing.get(index), bytes);
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
        try {
            var client = clients.get(source);
            if (client == null) {
                client = BulkClient.connect(tls, source.host(), source.port(), source.device(), folder);
                clients.put(source, client);
            }
            question.to(client);
        } catch (StageException e) {
            throw e;
        } catch (IOException e) {
            LOG.info("Files of {} could not be had from {}: {}", folder, source.name(), e.getMessage());
            var broken = clients.remove(source);
            if (broken != null) {
                received += broken.received();
                broken.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (BulkClient client : clients.values()) {
            client.close();
        }
    }
}
