package dev.till.node.store;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.SeqRange;
import dev.till.protocol.time.SeqSet;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Sets of dots as people can read them: one device a line, {@code <device id> 1-100 105}. */
final class DotSetText {
    private DotSetText() {}

    static String format(DotSet dots) {
        return dots.seqs().entrySet().stream()
                .map(entry -> entry.getKey() + " "
                        + entry.getValue().ranges().stream()
                                .map(SeqRange::toString)
                                .collect(Collectors.joining(" ")))
                .collect(Collectors.joining("\n"));
    }

    /** Reads what {@link #format} wrote; throws IllegalArgumentException on anything else. */
    static DotSet parse(String text) {
        var seqs = new TreeMap<DeviceId, SeqSet>();
        text.lines().forEach(line -> {
            var words = line.split(" ", -1);
            var ranges = new ArrayList<SeqRange>();
            for (int i = 1; i < words.length; i++) {
                ranges.add(range(words[i]));
            }
            seqs.put(DeviceId.parse(words[0]), new SeqSet(ranges));
        });
        return new DotSet(seqs);
    }

    private static SeqRange range(String word) {
        int dash = word.indexOf('-');
        return dash < 0
                ? new SeqRange(Long.parseLong(word), Long.parseLong(word))
                : new SeqRange(Long.parseLong(word.substring(0, dash)), Long.parseLong(word.substring(dash + 1)));
    }
}
