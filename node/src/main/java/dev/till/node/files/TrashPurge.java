package dev.till.node.files;

import dev.till.node.files.place.Root;
import dev.till.node.files.state.Diary;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Lets go of what has been in the trash of a folder for long, or of which there are many newer ones. */
record TrashPurge(Root root, Diary diary) {
    /** So long is kept what was replaced or deleted. */
    static final Duration KEPT_FOR = Duration.ofDays(30);

    private static final int OF_ONE_PATH = 10;
    private static final int AT_ONCE = 1000;

    void run(Instant now) throws IOException {
        List<Diary.Trashed> expired;
        do {
            expired = diary.expired(now.minus(KEPT_FOR), OF_ONE_PATH, AT_ONCE);
            for (Diary.Trashed each : expired) {
                Files.deleteIfExists(root.trash().resolve(each.file()));
                diary.untrashed(each.id());
            }
        } while (expired.size() == AT_ONCE);
    }
}
