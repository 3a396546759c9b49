package dev.till.protocol.datagram;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Register;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * One update of one register, as written to the journal and sent to peers. Applying one twice changes nothing.
 *
 * @param key the register
 * @param version the dot that names this datagram, its timestamp, what it writes and what its writer had seen
 */
public record Datagram(RegisterKey key, Version version) {

    public Datagram {
        requireNonNull(key, "key");
        requireNonNull(version, "version");
    }

    /** A datagram whose writer had seen {@code context} of this register. */
    public Datagram(RegisterKey key, Version version, VersionVector context) {
        this(key, version.seeing(context));
    }

    /**
     * The datagrams that lead to {@code register}, one for each version: merged in any order they give it back. What was
     * superseded is not told again.
     *
     * <p>They are the very datagrams that were written: so whoever misses one of them, for good even, has superseded no more
     * than the others tell of. Only what the versions do not account for, in a register kept before they told it, is told by
     * each.
     */
    public static List<Datagram> of(RegisterKey key, Register register) {
        var accounted = VersionVector.EMPTY;
        for (Version version : register.versions()) {
            accounted = accounted.merge(version.seen()).with(version.dot());
        }
        if (accounted.equals(register.context())) {
            return register.versions().stream()
                    .map(version -> new Datagram(key, version))
                    .toList();
        }
        return allSeen(key, register);
    }

    private static List<Datagram> allSeen(RegisterKey key, Register register) {
        var datagrams = new ArrayList<Datagram>(register.versions().size());
        for (Version version : register.versions()) {
            var seen = new TreeMap<>(register.context().entries());
            for (Version sibling : register.versions()) {
                // A sibling has not been seen, everything of its device before it has.
                long before = sibling.dot().seq() - 1;
                seen.computeIfPresent(sibling.dot().device(), (device, seq) -> before == 0 ? null : (Long) before);
            }
            datagrams.add(new Datagram(key, version, new VersionVector(seen)));
        }
        return datagrams;
    }

    public Dot dot() {
        return version.dot();
    }

    public HybridTimestamp at() {
        return version.at();
    }

    public Content content() {
        return version.content();
    }

    /** What the writer had seen of <em>other</em> devices' writes to this register; its own are implied. */
    public VersionVector context() {
        return version.seen();
    }

    /** The register as this datagram alone leaves it; merge it into what is known. */
    public Register register() {
        return Register.of(version);
    }
}
