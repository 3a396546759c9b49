package dev.till.node.trust;

import dev.till.protocol.trust.DeviceList;
import dev.till.protocol.trust.DeviceListCodec;
import dev.till.protocol.wire.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** The device list on disk, {@code trust/devices}: one line that names form and version, then the binary form. */
final class DevicesFile {
    private static final String FORM = "till devices ";
    private static final String VERSION = "1";
    private static final byte[] HEADER = (FORM + VERSION + "\n").getBytes(StandardCharsets.US_ASCII);

    private final PrivateFile file;

    DevicesFile(Path home) {
        file = new PrivateFile(home.resolve("trust").resolve("devices"));
    }

    boolean exists() {
        return file.exists();
    }

    DeviceList read() throws IOException {
        var bytes = file.read();
        requireVersion(bytes);
        try {
            return DeviceListCodec.decode(Arrays.copyOfRange(bytes, HEADER.length, bytes.length));
        } catch (MalformedException e) {
            throw new IOException(file.path() + ": " + e.getMessage() + "; restore the file from a backup", e);
        }
    }

    void write(DeviceList list) throws IOException {
        var encoded = DeviceListCodec.encode(list);
        var content = Arrays.copyOf(HEADER, HEADER.length + encoded.length);
        System.arraycopy(encoded, 0, content, HEADER.length, encoded.length);
        file.replace(content);
    }

    private void requireVersion(byte[] bytes) throws IOException {
        if (Arrays.equals(bytes, 0, Math.min(bytes.length, HEADER.length), HEADER, 0, HEADER.length)) {
            return;
        }
        var line = new String(bytes, 0, Math.min(bytes.length, 40), StandardCharsets.US_ASCII)
                .lines()
                .findFirst()
                .orElse("");
        throw new IOException(
                line.startsWith(FORM)
                        ? file.path() + ": version " + line.substring(FORM.length()) + " (expected: " + VERSION
                                + "; a newer till wrote it)"
                        : file.path() + ": not a device list (expected: restore the file from a backup)");
    }
}
