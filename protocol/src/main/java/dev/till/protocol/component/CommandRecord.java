package dev.till.protocol.component;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.EntityPath;
import dev.till.protocol.id.FieldName;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.FieldWrite;
import dev.till.protocol.register.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Something that a component is asked to do, and what came of it.
 *
 * <pre>
 * commands/DEVICE/ID   component, action, arguments, report_back, state, output, why
 * </pre>
 *
 * @param id orders commands: the earlier asked is the smaller
 * @param arguments JSON that the component understands
 * @param reportBack whether who asked wants to hear what the component has to say
 * @param output what the component had to say, at most {@value #MAX_OUTPUT} characters
 * @param why it failed; empty unless it did
 */
public record CommandRecord(
        DeviceId device,
        String id,
        ComponentName component,
        String action,
        Value arguments,
        boolean reportBack,
        State state,
        String output,
        String why) {

    /** Below this are the commands for all devices. */
    public static final String COMMANDS = "commands/";

    /** The longest output that is kept. */
    public static final int MAX_OUTPUT = 64 << 10;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int MOST_ACTION = 200;

    /** How far it has come. */
    public enum State {
        /** Nobody has taken it. */
        QUEUED,
        /** A component has it. */
        TAKEN,
        /** It was done. */
        DONE,
        /** It was tried. */
        FAILED;

        /** Its name in registers and documents. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public CommandRecord {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("command: '" + id + "' (expected: its id, as `next` showed it)");
        }
        if (action.isEmpty() || action.length() > MOST_ACTION || action.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("action: " + action.length() + " characters (expected: 1 to "
                    + MOST_ACTION + " without control characters)");
        }
        if (output.length() > MAX_OUTPUT) {
            throw new IllegalArgumentException(
                    "output: " + output.length() + " characters (expected: at most " + MAX_OUTPUT + ")");
        }
    }

    /** A command that is new. */
    public static CommandRecord queued(
            DeviceId device, String id, ComponentName component, String action, Value arguments) {
        return new CommandRecord(device, id, component, action, arguments, false, State.QUEUED, "", "");
    }

    /** The same, of which who asked wants to hear what comes of it, or not. */
    public CommandRecord reportingBack(boolean wanted) {
        return new CommandRecord(device, id, component, action, arguments, wanted, state, output, why);
    }

    /** Where it is kept. */
    public EntityPath entity() {
        return entity(device, id);
    }

    /** Where the command of that id is kept. */
    public static EntityPath entity(DeviceId device, String id) {
        return new EntityPath(COMMANDS + device + "/" + id);
    }

    /** The registers of a new command. */
    public List<FieldWrite> fields() {
        var writes = new ArrayList<>(List.of(
                write("component", JsonText.string(component.value())),
                write("action", JsonText.string(action)),
                write("arguments", arguments)));
        if (reportBack) {
            writes.add(write("report_back", JsonText.parse("true")));
        }
        writes.addAll(progress());
        return writes;
    }

    /** The registers that tell how far it has come. */
    public List<FieldWrite> progress() {
        var writes = new ArrayList<>(List.of(write("state", JsonText.string(state.word()))));
        if (!output.isEmpty()) {
            writes.add(write("output", JsonText.string(output)));
        }
        if (!why.isEmpty()) {
            writes.add(write("why", JsonText.string(why)));
        }
        return writes;
    }

    /** The same, further on. */
    public CommandRecord in(State next, String said, String reason) {
        return new CommandRecord(device, id, component, action, arguments, reportBack, next, said, reason);
    }

    /** As one JSON document. */
    public String json(String deviceName) {
        return new JsonWriter(256)
                .open('{')
                .text("id", id)
                .text("device", deviceName)
                .text("component", component.value())
                .text("action", action)
                .raw("arguments", arguments.json())
                .flag("report_back", reportBack)
                .text("state", state.word())
                .text("output", output)
                .text("why", why)
                .close('}')
                .toString();
    }

    /** The commands that live registers hold, in order of their ids; what is none is passed over. */
    public static List<CommandRecord> read(Map<RegisterKey, Value> fields) {
        var byEntity = new TreeMap<EntityPath, Map<String, Value>>();
        fields.forEach((key, value) -> byEntity.computeIfAbsent(key.entity(), entity -> new TreeMap<>())
                .put(key.field().value(), value));
        var commands = new ArrayList<CommandRecord>();
        byEntity.forEach((entity, values) -> of(entity, values).ifPresent(commands::add));
        return commands;
    }

    private static Optional<CommandRecord> of(EntityPath entity, Map<String, Value> values) {
        var path = entity.value().split("/", -1);
        if (path.length != 3 || !values.containsKey("component")) {
            return Optional.empty();
        }
        try {
            var state = text(values, "state");
            return Optional.of(new CommandRecord(
                    DeviceId.parse(path[1]),
                    path[2],
                    new ComponentName(text(values, "component")),
                    text(values, "action"),
                    values.getOrDefault("arguments", new Value("null")),
                    new Value("true").equals(values.get("report_back")),
                    Arrays.stream(State.values())
                            .filter(known -> known.word().equals(state))
                            .findFirst()
                            .orElseThrow(() -> new IllegalArgumentException("state: '" + state + "'")),
                    text(values, "output"),
                    text(values, "why")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String text(Map<String, Value> values, String field) {
        return Optional.ofNullable(values.get(field)).flatMap(JsonText::content).orElse("");
    }

    private FieldWrite write(String field, Value value) {
        return new FieldWrite(new RegisterKey(entity(), new FieldName(field)), value);
    }
}
