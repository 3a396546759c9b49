package dev.till.node.files.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells whether this machine runs on its battery, as far as Linux says. Where nothing is said it does not.
 *
 * @param supplies the directory where Linux tells of each supply: {@code /sys/class/power_supply}
 */
public record Power(Path supplies) {
    /** Where Linux tells. */
    public static final Power OF_THIS_MACHINE = new Power(Path.of("/sys/class/power_supply"));

    public boolean isOnBattery() {
        boolean discharging = false;
        if (!Files.isDirectory(supplies)) {
            return false;
        }
        try (var each = Files.newDirectoryStream(supplies)) {
            for (Path supply : each) {
                var type = read(supply, "type");
                if (!type.equals("Battery") && read(supply, "online").equals("1")) {
                    return false;
                }
                // The battery of a mouse says nothing of the machine.
                discharging |= type.equals("Battery")
                        && !read(supply, "scope").equals("Device")
                        && read(supply, "status").equals("Discharging");
            }
        } catch (IOException e) {
            return false;
        }
        return discharging;
    }

    private static String read(Path supply, String what) {
        try {
            return Files.readString(supply.resolve(what)).strip();
        } catch (IOException unknownHere) {
            return "";
        }
    }
}
