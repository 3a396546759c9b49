package dev.till.node.files.round;

import dev.till.node.files.place.Stage;
import dev.till.node.files.scan.Hasher.Chunk;
import dev.till.node.files.transfer.HubContents;
import dev.till.protocol.file.Item;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What comes from the hub in one round. Once it has failed it is not asked again: a round is not to wait for it path by path. */
final class FromHub {
    private final HubContents contents;
    private final Stage stage;
    private Optional<String> failure = Optional.empty();
    private long received;

    FromHub(HubContents contents, Stage stage) {
        this.contents = contents;
        this.stage = stage;
    }

    /** Why it was given up. */
    Optional<String> failure() {
        return failure;
    }

    long received() {
        return received;
    }

    /** Stages a small content. */
    Optional<Path> whole(Item.Regular file) throws IOException {
        var content = ask(() -> contents.piece(file.hash()));
        if (content.isEmpty()) {
            return Optional.empty();
        }
        received += content.get().length;
        return stage.write(file.hash(), file.size(), out -> {
            out.write(content.get());
            return true;
        });
    }

    /** How a large content is cut. */
    Optional<List<Chunk>> cuts(Item.Regular file) {
        return ask(() -> contents.cuts(file.hash(), file.size()));
    }

    /** Brings chunks to their places, until one of them is not to be had; answers whether all came. */
    boolean fetch(Part part, List<Chunk> missing) throws IOException {
        for (Chunk chunk : missing) {
            var content = ask(() -> contents.piece(chunk.hash()));
            if (content.filter(bytes -> bytes.length == chunk.length()).isEmpty()) {
                return false;
            }
            received += chunk.length();
            part.put(chunk, content.get());
        }
        return true;
    }

    /** Something asked of the hub. */
    private interface Question<T> {
        Optional<T> ask() throws IOException;
    }

    private <T> Optional<T> ask(Question<T> question) {
        if (failure.isPresent()) {
            return Optional.empty();
        }
        try {
            return question.ask();
        } catch (IOException e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
