package dev.till.node.socket;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * Lines of UTF-8 over a socket, both ways, in the caller's thread, with a bound on a line and on the time spent waiting.
 *
 * <p>One thread at a time reads and writes; {@link #close} may be called from any and wakes it.
 */
public final class LineChannel implements AutoCloseable {
    private static final int CHUNK = 16 << 10;
    private static final int KEPT = 1 << 20;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private Waiting waiting = Waiting.FOR_EVER;
    private byte[] in = new byte[CHUNK];
    private int start;
    private int scanned;
    private int end;
    private ByteBuffer out = ByteBuffer.allocate(CHUNK);

    /** Takes over a connected channel. */
    public LineChannel(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        selector = Selector.open();
        key = channel.register(selector, 0);
    }

    /** How long to wait from now on, and whom to tell meanwhile. */
    public void wait(Waiting patience) {
        waiting = patience;
    }

    /**
     * The next line, without its end. Null when the other end has closed after a whole line.
     *
     * @throws LineTooLongException when a line passes {@link SocketProtocol#MAX_LINE_BYTES}
     * @throws EOFException when the other end closed in the middle of a line
     */
    public String readLine() throws IOException {
        flush();
        while (true) {
            int newline = newline();
            if (newline >= 0) {
                var line = decode(start, newline);
                start = newline + 1;
                scanned = start;
                forget();
                return line;
            }
            if (!fill()) {
                if (end > start) {
                    throw new EOFException("the connection closed in the middle of a line");
                }
                return null;
            }
        }
    }

    /** Whether a whole line has come in already. */
    public boolean hasLine() throws IOException {
        return newline() >= 0;
    }

    /** Buffers a line to be sent; sends when the buffer is full. */
    public void write(CharSequence line) throws IOException {
        put(StandardCharsets.UTF_8.encode(CharBuffer.wrap(line)));
        put(ByteBuffer.wrap(new byte[] {'\n'}));
    }

    /** Sends what is buffered. What could not be sent is forgotten, so that what the other end said last can still be read. */
    public void flush() throws IOException {
        out.flip();
        try {
            long since = 0;
            while (out.hasRemaining()) {
                if (channel.write(out) == 0) {
                    since = select(SelectionKey.OP_WRITE, since);
                }
            }
        } finally {
            if (out.capacity() > KEPT) {
                out = ByteBuffer.allocate(CHUNK);
            }
            out.clear();
        }
    }

    /**
     * Waits until {@code future} is done or the other end hangs up or says something, whichever is first.
     *
     * @return whether the future is done
     */
    public boolean awaitDone(CompletableFuture<?> future) throws IOException {
        flush();
        // The dependent stage only wakes; that the future itself is done is known before the selector is woken.
        var unused = future.whenComplete((done, failure) -> selector.wakeup());
        while (!future.isDone()) {
            if (hasLine()) {
                return false;
            }
            watchFor(SelectionKey.OP_READ);
            block(0);
            if (!channel.isOpen() || Thread.interrupted()) {
                return false;
            }
            if (!future.isDone() && !receive()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }

    private void put(ByteBuffer bytes) throws IOException {
        if (bytes.remaining() > out.remaining()) {
            flush();
            if (bytes.remaining() > out.capacity()) {
                out = ByteBuffer.allocate(bytes.remaining() + 1);
            }
        }
        out.put(bytes);
    }

    private int newline() throws LineTooLongException {
        while (scanned < end && in[scanned] != '\n') {
            scanned++;
        }
        if (scanned - start > SocketProtocol.MAX_LINE_BYTES) {
            throw new LineTooLongException();
        }
        return scanned < end ? scanned : -1;
    }

    private boolean fill() throws IOException {
        long since = 0;
        while (true) {
            makeRoom();
            int read = channel.read(ByteBuffer.wrap(in, end, in.length - end));
            if (read != 0) {
                end += Math.max(read, 0);
                return read > 0;
            }
            since = select(SelectionKey.OP_READ, since);
        }
    }

    /** Takes what is there; false when the other end has closed. */
    private boolean receive() throws IOException {
        makeRoom();
        int read = channel.read(ByteBuffer.wrap(in, end, in.length - end));
        end += Math.max(read, 0);
        return read >= 0;
    }

    private long select(int operation, long since) throws IOException {
        long now = System.nanoTime();
        long began = since == 0 ? now : since;
        long left = waiting.left(now - began);
        if (left <= 0) {
            throw new InterruptedIOException("no answer within " + waiting.total());
        }
        watchFor(operation);
        block(left);
        waiting.waited(System.nanoTime() - began);
        if (Thread.interrupted()) {
            throw new InterruptedIOException("interrupted");
        }
        return began;
    }

    private void watchFor(int operation) throws IOException {
        try {
            key.interestOps(operation);
        } catch (CancelledKeyException e) {
            throw new AsynchronousCloseException();
        }
    }

    private void block(long millis) throws IOException {
        try {
            selector.select(millis);
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException e) {
            throw new AsynchronousCloseException();
        }
    }

    private void makeRoom() {
        if (end < in.length) {
            return;
        }
        if (start > 0) {
            System.arraycopy(in, start, in, 0, end - start);
            end -= start;
            scanned -= start;
            start = 0;
        }
        if (end > in.length / 2) {
            in = Arrays.copyOf(in, in.length * 2);
        }
    }

    private void forget() {
        if (start == end) {
            start = 0;
            scanned = 0;
            end = 0;
            if (in.length > KEPT) {
                in = new byte[CHUNK];
            }
        }
    }

    private String decode(int from, int to) throws CharacterCodingException {
        var text = new String(in, from, to - from, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            // Perhaps it was sent, perhaps it stands for bytes that are no UTF-8: only a strict decoder can tell.
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(in, from, to - from));
        }
        return text;
    }
}
