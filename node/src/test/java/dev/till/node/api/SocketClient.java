package dev.till.node.api;

import dev.till.node.Patience;
import dev.till.node.socket.LineChannel;
import dev.till.node.socket.Waiting;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Speaks to a node's socket line by line, as any program may. */
record SocketClient(Path socket) {
    static final String HELLO = "{\"v\":1}\n";

    /** Connects and says nothing yet. */
    LineChannel connect() throws IOException {
        var lines = new LineChannel(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        lines.wait(Waiting.atMost(Patience.LIMIT));
        return lines;
    }

    /** The last item of the answer when there are any, else the answer. */
    String ask(String request) throws IOException {
        var answers = askAll(request);
        return answers.get(answers.size() == 1 ? 0 : answers.size() - 2);
    }

    /** Every item of the answer, and its end. */
    List<String> askAll(String request) throws IOException {
        var answers = new ArrayList<String>();
        try (var lines = connect()) {
            lines.write(HELLO + request);
            lines.readLine();
            do {
                answers.add(lines.readLine());
            } while (answers.get(answers.size() - 1).contains("\"item\":"));
        }
        return answers;
    }
}
