package dev.till.node.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Where a file is: which one of its file system, on which machine. It changes when the file is copied, restored or carried
 * to another machine, and stays when the machine restarts.
 *
 * @param file the file's number (inode); 0 when the file system does not tell
 * @param machine a hash of what names the machine; 0 when nothing does
 */
public record Place(long file, long machine) {

    /** Set by the installation, and burnt into a board: cards are cloned from one Pi to the next, machine id included. */
    private static final List<Path> NAMES_OF_MACHINE = List.of(
            Path.of("/etc/machine-id"),
            Path.of("/proc/device-tree/serial-number"),
            Path.of("/sys/devices/virtual/dmi/id/product_uuid"));

    private static final int LONGEST_NAME = 4096;

    /** Where {@code file}, which exists, is now. */
    static Place of(Path file) throws IOException {
        return new Place(number(file), nameOfMachine());
    }

    /** Whether both may be the same place: what is not known of either says nothing. */
    boolean agreesWith(Place other) {
        return agree(file, other.file) && agree(machine, other.machine);
    }

    private static boolean agree(long one, long other) {
        return one == other || one == 0 || other == 0;
    }

    private static long number(Path file) throws IOException {
        try {
            return Files.getAttribute(file, "unix:ino") instanceof Long number ? number : 0;
        } catch (UnsupportedOperationException | IllegalArgumentException unknownHere) {
            return 0;
        }
    }

    private static long nameOfMachine() {
        var hash = new CRC32();
        boolean named = false;
        for (Path name : NAMES_OF_MACHINE) {
            var bytes = read(name);
            hash.update(name.toString().getBytes(StandardCharsets.UTF_8));
            hash.update(bytes);
            named |= bytes.length > 0;
        }
        return named ? hash.getValue() + 1 : 0;
    }

    /** Empty when there is no such file here, or it is not for this user. */
    private static byte[] read(Path file) {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(LONGEST_NAME);
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
