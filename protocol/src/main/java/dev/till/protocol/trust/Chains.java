package dev.till.protocol.trust;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.trust.Statement.Enrolment;
import dev.till.protocol.trust.Statement.Founding;
import dev.till.protocol.trust.Statement.Revocation;
import dev.till.protocol.trust.Statement.Within;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How each entry of a list hangs together with the founding one, and whether a revocation stands against it. */
final class Chains {

    /*
     * Entries form a tree: each names the one entry that gives its signer the right to say it, and names it by hash, so
     * there are no cycles. Revocations cut across the tree: one strikes the entries of the device it revokes that it
     * does not keep, which may be revocations themselves. That is an argumentation framework (Dung, 1995), and what
     * is decided here is its grounded extension: a struck entry is void when what strikes it stands, and stands when
     * all that strikes it is void. What neither rule decides are devices that revoke each other, neither having known
     * of the other's doing; no order between them can be trusted, so both revocations count: a fleet rather loses
     * two admins than keeps a thief.
     */

    /** What became of an entry. */
    enum Verdict {
        STANDS,
        CONTESTED,
        VOID
    }

    /** How an entry relates to the founding one, revocations aside. */
    enum Root {
        /** Its chain of authorities reaches the founding entry. */
        ANCHORED,
        /** The chain leads to an entry that is not here, or that a newer till made. */
        LOOSE,
        /** The entry it names as authority gives its signer none, and never will. */
        BASELESS
    }

    private final SortedMap<EntryId, TrustEntry> entries;
    private final Map<EntryId, Root> roots = new HashMap<>();
    private final Map<DeviceId, List<TrustEntry>> revocations = new HashMap<>();
    private final SortedMap<EntryId, Verdict> verdicts = new TreeMap<>();

    Chains(SortedMap<EntryId, TrustEntry> entries) {
        this.entries = entries;
        entries.values().forEach(this::findRoot);
        for (TrustEntry entry : entries.values()) {
            if (isAnchored(entry) && entry.statement() instanceof Revocation revocation) {
                revocations
                        .computeIfAbsent(revocation.device(), device -> new ArrayList<>())
                        .add(entry);
            }
        }
        while (decideMore()) {}
    }

    Root root(TrustEntry entry) {
        return roots.get(entry.id());
    }

    boolean isAnchored(TrustEntry entry) {
        return root(entry) == Root.ANCHORED;
    }

    /** The standing of an anchored entry. */
    Verdict verdict(TrustEntry entry) {
        return verdicts.getOrDefault(entry.id(), Verdict.CONTESTED);
    }

    /** Whether an entry has effect: contested revocations have, contested enrolments have not. */
    boolean counts(TrustEntry entry) {
        if (!isAnchored(entry)) {
            return false;
        }
        return entry.statement() instanceof Revocation
                ? verdict(entry) != Verdict.VOID
                : verdict(entry) == Verdict.STANDS;
    }

    /** Walks up without recursion: a hostile chain may be as long as the list. */
    private void findRoot(TrustEntry start) {
        var path = new ArrayList<TrustEntry>();
        var entry = start;
        var found = roots.get(entry.id());
        while (found == null) {
            path.add(entry);
            if (entry.statement() instanceof Founding) {
                found = Root.ANCHORED;
            } else {
                var authority = entries.get(((Within) entry.statement()).authority());
                if (authority == null || authority.statement() instanceof Statement.Unrecognised) {
                    found = Root.LOOSE;
                } else if (!gives(authority, entry.signer())) {
                    found = Root.BASELESS;
                } else {
                    entry = authority;
                    found = roots.get(entry.id());
                }
            }
        }
        for (TrustEntry passed : path) {
            roots.put(passed.id(), found);
        }
    }

    private static boolean gives(TrustEntry authority, DevicePublicKey signer) {
        if (authority.statement() instanceof Enrolment enrolment) {
            return enrolment.admin() && enrolment.device().equals(signer);
        }
        return authority.statement() instanceof Founding && authority.signer().equals(signer);
    }

    private boolean decideMore() {
        boolean decided = false;
        for (TrustEntry entry : entries.values()) {
            if (isAnchored(entry) && !verdicts.containsKey(entry.id())) {
                var verdict = decide(entry);
                if (verdict != Verdict.CONTESTED) {
                    verdicts.put(entry.id(), verdict);
                    decided = true;
                }
            }
        }
        return decided;
    }

    private Verdict decide(TrustEntry entry) {
        if (!(entry.statement() instanceof Within within)) {
            return Verdict.STANDS;
        }
        var worst = verdicts.getOrDefault(within.authority(), Verdict.CONTESTED);
        for (TrustEntry revocation : revocations.getOrDefault(entry.signer().id(), List.of())) {
            if (strikes(revocation, entry)) {
                var standing = verdicts.getOrDefault(revocation.id(), Verdict.CONTESTED);
                if (standing == Verdict.STANDS) {
                    return Verdict.VOID;
                }
                if (standing == Verdict.CONTESTED && worst == Verdict.STANDS) {
                    worst = Verdict.CONTESTED;
                }
            }
        }
        return worst;
    }

    /** A device may revoke itself: that does not strike the very entry that says so. */
    private static boolean strikes(TrustEntry revocation, TrustEntry entry) {
        return !revocation.equals(entry)
                && !((Revocation) revocation.statement()).kept().contains(entry.id());
    }
}
