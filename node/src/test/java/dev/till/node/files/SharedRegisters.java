package dev.till.node.files;

import dev.till.node.files.round.Records;
import dev.till.node.files.round.Source;
import dev.till.node.message.Assignment;
import dev.till.node.message.Entry;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Register;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.wire.Extra;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;

/** The registers of one device in memory, which learns of those of others when it is told to. */
final class SharedRegisters implements Records {
    private static final int PAGE = 100;

    private final DeviceId self;
    private final NavigableMap<RegisterKey, Register> registers = new ConcurrentSkipListMap<>();
    private final List<Source> sources = new ArrayList<>();
    private Predicate<RegisterKey> failing = key -> false;
    private long seq;

    SharedRegisters(DeviceId self) {
        this.self = self;
    }

    /** Makes writes to these registers fail from now on. */
    void failAt(Predicate<RegisterKey> keys) {
        failing = keys;
    }

    /** Learns all that {@code other} knows. */
    void learn(SharedRegisters other) {
        other.registers.forEach((key, register) -> registers.merge(key, register, Register::merge));
    }

    void reach(Source source) {
        sources.add(source);
    }

    @Override
    public List<Entry> page(String prefix, Optional<RegisterKey> after) {
        return page(prefix, after, PAGE);
    }

    List<Entry> page(String prefix, Optional<RegisterKey> after, int most) {
        var tail = after.map(key -> registers.tailMap(key, false)).orElse(registers);
        return tail.entrySet().stream()
                .filter(entry -> entry.getKey().entity().value().startsWith(prefix))
                .limit(most)
                .map(entry -> new Entry(entry.getKey(), entry.getValue(), 0))
                .toList();
    }

    @Override
    public Entry get(RegisterKey key) {
        return new Entry(key, registers.getOrDefault(key, Register.EMPTY), 0);
    }

    @Override
    public List<Source> sources() {
        return List.copyOf(sources);
    }

    @Override
    public void write(List<Assignment> assignments) throws java.io.IOException {
        for (Assignment each : assignments) {
            if (failing.test(each.key())) {
                throw new java.io.IOException("the registers cannot be written");
            }
            var known = get(each.key()).register();
            seq++;
            var version = new Version(new Dot(self, seq), new HybridTimestamp(seq), each.content(), Extra.NONE);
            var context = each.supersedes().map(known::contextBeside).orElse(known.context());
            registers.merge(each.key(), Register.of(version, context), Register::merge);
        }
    }
}
