package dev.till.node.journal;

import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;
import java.util.List;

/**
 * What was found in the files of a journal.
 *
 * @param segments oldest first
 * @param applied every dot of the store and of the records that are left: what was lost is a gap in it
 * @param claimed every dot that was ever applied, lost or not, as far as anything still says so
 * @param numbering whether this device may go on counting where the journal ends
 * @param latest the greatest timestamp
 * @param lastRevision the newest revision
 * @param warnings what a person should know, one sentence each
 */
record Recovered(
        List<Segment> segments,
        DotSet applied,
        DotSet claimed,
        Numbering numbering,
        HybridTimestamp latest,
        long lastRevision,
        List<String> warnings) {}
