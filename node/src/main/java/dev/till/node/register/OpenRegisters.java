package dev.till.node.register;

import dev.till.node.message.RecordLog;
import dev.till.node.message.RegisterStore;
import java.io.IOException;

/** The registers as the store and the journal have them: ready for {@link Registers} and {@link CatchUp} to serve. */
public final class OpenRegisters {
    private final RegisterTable table;
    private final RecordLog log;
    private final RegisterSettings settings;
    private final Fold fold;

    private OpenRegisters(RegisterTable table, RecordLog log, RegisterSettings settings) throws IOException {
        this.table = table;
        this.log = log;
        this.settings = settings;
        fold = new Fold(table, settings.memoryBytes());
        fold.replay(log, settings.memoryBytes());
    }

    /** Applies to {@code store}, in memory, what {@code log} has beyond it. */
    public static OpenRegisters open(RegisterStore store, RecordLog log, RegisterSettings settings) throws IOException {
        return new OpenRegisters(new RegisterTable(store), log, settings);
    }

    RegisterTable table() {
        return table;
    }

    RecordLog log() {
        return log;
    }

    RegisterSettings settings() {
        return settings;
    }

    Fold fold() {
        return fold;
    }
}
