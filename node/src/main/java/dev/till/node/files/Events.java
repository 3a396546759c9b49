package dev.till.node.files;

import dev.till.node.files.state.Diary.Note;
import dev.till.node.message.Assignment;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.json.JsonWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was done, for components that follow it: each device's last event is the field of its name of {@code
 * file-events/<folder>}. Of rounds that do very much, the last events are told.
 */
final class Events {
    private static final int MOST = 100;

    private Events() {}

    /** The events of a round; conflicts are none, for nothing was done about them. */
    static List<Assignment> of(FolderName folder, String self, List<Note> notes) {
        var events = new ArrayList<Assignment>();
        for (Note note : notes.subList(Math.max(0, notes.size() - MOST), notes.size())) {
            if (note.what().startsWith("file_")) {
                var json = note.before()
                        .map(before -> renamed(self, before, note.path()))
                        .orElseGet(() -> begin(note.what(), self).text("rel_path", note.path()));
                events.add(event(folder, self, json.text("from", note.device()), note.at()));
            }
        }
        return events;
    }

    /** Somebody decided a conflict. */
    static Assignment resolved(FolderName folder, String self, FilePath path, String resolution, Instant at) {
        return event(
                folder,
                self,
                begin("conflict_resolved", self).text("rel_path", path.value()).text("resolution", resolution),
                at);
    }

    private static JsonWriter renamed(String self, String before, String now) {
        return begin("file_renamed", self).text("old_path", before).text("new_path", now);
    }

    private static JsonWriter begin(String type, String self) {
        return new JsonWriter().open('{').text("type", type).text("device_id", self);
    }

    private static Assignment event(FolderName folder, String self, JsonWriter json, Instant at) {
        return Assignment.now(
                RegisterKey.of("file-events/" + folder, self),
                JsonText.parse(json.text("timestamp", at.toString()).close('}').toString()));
    }
}
