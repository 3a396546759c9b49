package dev.till.node.files;

import dev.till.node.files.round.Finding;
import dev.till.node.files.round.Plan;
import dev.till.node.files.state.Diary;
import dev.till.node.files.state.Folder;
import dev.till.protocol.file.FileRecord;
import dev.till.protocol.file.FileVersion;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.Item;
import dev.till.protocol.file.profile.ProfileText;
import dev.till.protocol.json.JsonWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** What is answered about folders, as JSON. */
final class FilesJson {
    private FilesJson() {}

    static void folder(JsonWriter json, Folder folder) {
        json.text("folder", folder.name().value())
                .text("root", folder.root().toString())
                .text("mode", folder.mode().toString())
                .text("prefer", prefer(folder))
                .text("state", folder.live() ? "watched" : "paused");
    }

    private static String prefer(Folder folder) {
        return ProfileText.parse(folder.profile(), folder.mode())
                .profile()
                .prefer()
                .toString();
    }

    /** Goes on with how it stands. */
    static void standing(JsonWriter json, Standing standing) {
        json.text("last_round", standing.at().map(Instant::toString))
                .text("last_scan", standing.scan().map(Instant::toString))
                .number("conflicts", standing.conflicts())
                .number("waiting", standing.waiting())
                .text("trouble", standing.trouble());
    }

    /** {@code {"folder","actions":[{"path","action","reason","from"}],"conflicts":N,"brakes":[…],"problems":[…],"more"}}. */
    static String plan(Folder folder, Plan plan, String self) {
        var json = new JsonWriter(1024)
                .open('{')
                .text("folder", folder.name().value())
                .open("actions", '[');
        for (Finding finding : plan.actions()) {
            json.open('{')
                    .text("path", finding.path().value())
                    .text("action", finding.action())
                    .text("reason", finding.step().reason())
                    .text("from", finding.from(self))
                    .close('}');
        }
        json.close(']').number("conflicts", plan.conflicts()).open("brakes", '[');
        plan.brakes().forEach(json::text);
        json.close(']').open("problems", '[');
        plan.problems()
                .forEach(problem -> json.open('{')
                        .text("path", problem.path())
                        .text("why", problem.why())
                        .close('}'));
        return json.close(']').flag("more", plan.more()).close('}').toString();
    }

    /** {@code {"folder","done","conflicts","received_bytes","prefer","log","undone":[{"path","why"}]}}. */
    static String applied(Folder folder, Round round) {
        var json = new JsonWriter(512)
                .open('{')
                .text("folder", folder.name().value())
                .number("done", round.outcome().done())
                .number("conflicts", round.conflicts())
                .number("received_bytes", round.received())
                .text("prefer", prefer(folder))
                .text("log", round.log().map(Path::toString))
                .open("undone", '[');
        round.outcome()
                .undone()
                .forEach(undone -> json.open('{')
                        .text("path", undone.path().value())
                        .text("why", undone.why())
                        .close('}'));
        return json.close(']').close('}').toString();
    }

    /** {@code [{"folder","path","versions":[{"device","hash","size","mtime","vclock"}]}]}. */
    static String conflicts(FolderName folder, List<Conflict> conflicts) {
        var json = new JsonWriter(512).open('[');
        for (Conflict conflict : conflicts) {
            json.open('{')
                    .text("folder", folder.value())
                    .text("path", conflict.path())
                    .open("versions", '[');
            conflict.versions().forEach(version -> version(json, version));
            json.close(']').close('}');
        }
        return json.close(']').toString();
    }

    /** A path that waits for somebody to decide, with this device's version first where it has one. */
    record Conflict(String path, List<FileVersion> versions) {}

    private static void version(JsonWriter json, FileVersion version) {
        json.open('{').text("device", version.by().value());
        if (version.item() instanceof Item.Regular file) {
            json.text("hash", file.hash().toString()).number("size", file.size());
        } else {
            json.raw("hash", "null").number("size", 0);
        }
        json.text("mtime", version.written().toString())
                .raw("vclock", FileRecord.clock(version.clock()))
                .close('}');
    }

    static String log(FolderName folder, List<Diary.Note> notes) {
        var json = new JsonWriter(512).open('[');
        notes.forEach(note -> json.open('{')
                .text("folder", folder.value())
                .text("at", note.at().toString())
                .text("what", note.what())
                .text("path", note.path())
                .text("device", note.device())
                .text("why", note.why())
                .close('}'));
        return json.close(']').toString();
    }

    static String trash(FolderName folder, List<Diary.Trashed> trashed) {
        var json = new JsonWriter(512).open('[');
        trashed.forEach(each -> json.open('{')
                .text("folder", folder.value())
                .text("path", each.path())
                .text("at", each.at().toString())
                .text("why", each.why())
                .close('}'));
        return json.close(']').toString();
    }
}
