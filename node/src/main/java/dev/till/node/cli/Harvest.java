package dev.till.node.cli;

import dev.till.protocol.json.JsonWriter;

/** What an import found and what became of it. */
final class Harvest {
    private long files;
    private long records;
    private long control;
    private long bad;
    private long torn;
    private long hosts;

    void file() {
        files++;
    }

    void record() {
        records++;
    }

    void control() {
        control++;
    }

    void bad() {
        bad++;
    }

    void torn() {
        torn++;
    }

    void hosts(long count) {
        hosts += count;
    }

    long records() {
        return records;
    }

    boolean isWhole() {
        return bad == 0;
    }

    String json(long applied, long older, boolean dry) {
        return new JsonWriter()
                .open('{')
                .flag("dry_run", dry)
                .number("files", files)
                .number("records", records)
                .number("applied", applied)
                .number("older", older)
                .number("control", control)
                .number("hosts", hosts)
                .number("bad", bad)
                .number("torn", torn)
                .close('}')
                .toString();
    }

    String text(long applied, long older, boolean dry) {
        return (dry ? "would import from " : "imported from ") + files + " files: " + records + " records, " + applied
                + " applied, " + older + " older or known, " + control + " control, " + hosts + " hosts changed, " + bad
                + " bad, " + torn + " torn";
    }
}
