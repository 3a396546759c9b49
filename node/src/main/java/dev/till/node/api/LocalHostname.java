package dev.till.node.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine calls itself, by which it finds its own entry in documents from elsewhere. */
public final class LocalHostname {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private LocalHostname() {}

    /** The host name without its domain; {@code localhost} when there is none. */
    public static String read() {
        var name = full();
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static String full() {
        try {
            // The kernel answers at once; the resolver behind InetAddress may take seconds.
            var name = Files.readString(KERNEL).strip();
            return name.isEmpty() ? "localhost" : name;
        } catch (IOException notLinux) {
            return resolved();
        }
    }

    private static String resolved() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
