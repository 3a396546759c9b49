package dev.till.protocol.file.sync;

import java.util.ArrayList;
import java.util.List;

/**
 * What a plan would do to a folder as a whole, and whether that looks like an accident: a disk that is not mounted, a
 * directory emptied by mistake, a program that rewrote everything.
 *
 * @param agreed how many files both sides had
 * @param here how many files are here now
 * @param deletedHere how many of those agreed upon are gone here
 * @param deletedThere how many of them the others have deleted
 * @param changedHere how many of them have another content here
 */
public record Tally(long agreed, long here, long deletedHere, long deletedThere, long changedHere) {
    /** Of fewer files than this nothing can be told. */
    private static final long FEW = 4;

    private static final long MANY = 20;

    /** Why to stop, one sentence each, with what to do; none when all is well. */
    public List<String> brakes() {
        var brakes = new ArrayList<String>();
        if (agreed >= 2 && here == 0 && deletedHere == agreed) {
            brakes.add("the folder is suddenly empty here, it had " + agreed + " files");
        } else if (agreed >= FEW && deletedHere * 2 > agreed) {
            brakes.add("more than half of the files are gone here (" + deletedHere + " of " + agreed + ")");
        }
        if (agreed >= 2 && deletedThere == agreed) {
            brakes.add("the others have deleted all " + agreed + " files");
        } else if (agreed >= FEW && deletedThere * 2 > agreed) {
            brakes.add("the others have deleted more than half of the files (" + deletedThere + " of " + agreed + ")");
        }
        if (agreed >= MANY && changedHere == agreed) {
            brakes.add("every one of " + agreed + " files has another content here");
        }
        return brakes;
    }
}
