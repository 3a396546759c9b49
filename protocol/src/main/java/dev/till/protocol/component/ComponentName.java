package dev.till.protocol.component;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.EntityPath;
import java.util.regex.Pattern;

/** The name of a component on its device: {@code printer}, {@code primary.tekton}. */
public record ComponentName(String value) {
    /** Below this are the components of all devices. */
    public static final String COMPONENTS = "components/";

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public ComponentName {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "component: '" + (value.length() > 80 ? value.substring(0, 80) + "…" : value)
                            + "' (expected: 1 to 64 of A-Z a-z 0-9 . _ -, beginning with a letter or digit)");
        }
    }

    /** The entity of this component on a device. */
    public EntityPath on(DeviceId device) {
        return new EntityPath(COMPONENTS + device + "/" + value);
    }

    @Override
    public String toString() {
        return value;
    }
}
