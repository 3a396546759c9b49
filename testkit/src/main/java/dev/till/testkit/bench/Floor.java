package dev.till.testkit.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What this machine's disk and loopback take by themselves. */
final class Floor {

    private static final int TRIES = 500;
    private static final int RECORD = 200;

    private Floor() {}

    /** Adds both floors to a report. */
    static void measure(Report report, Path directory) throws IOException {
        report.floor("fsync_p50_ms", fsync(directory));
        report.floor("loopback_round_trip_p50_ms", roundTrip());
    }

    /** Milliseconds to append one record to a file and sync it, the median. */
    private static double fsync(Path directory) throws IOException {
        var series = new Series();
        try (var file =
                FileChannel.open(directory.resolve("floor"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < TRIES; i++) {
                long begun = System.nanoTime();
                file.write(ByteBuffer.allocate(RECORD));
                file.force(false);
                series.add((System.nanoTime() - begun) / 1e6);
            }
        }
        return series.median();
    }

    /** Milliseconds for one record to a socket on loopback and back, the median. */
    private static double roundTrip() throws IOException {
        var series = new Series();
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            client.setTcpNoDelay(true);
            var echo = new Thread(() -> echo(server), "echo");
            echo.setDaemon(true);
            echo.start();
            for (int i = 0; i < TRIES; i++) {
                long begun = System.nanoTime();
                client.getOutputStream().write(new byte[RECORD]);
                client.getInputStream().readNBytes(RECORD);
                series.add((System.nanoTime() - begun) / 1e6);
            }
        }
        return series.median();
    }

    private static void echo(ServerSocket server) {
        try (var socket = server.accept()) {
            socket.setTcpNoDelay(true);
            for (var record = read(socket); record.length == RECORD; record = read(socket)) {
                socket.getOutputStream().write(record);
            }
        } catch (IOException e) {
            // The client has what it wanted and is gone.
            return;
        }
    }

    private static byte[] read(Socket socket) throws IOException {
        return socket.getInputStream().readNBytes(RECORD);
    }
}
