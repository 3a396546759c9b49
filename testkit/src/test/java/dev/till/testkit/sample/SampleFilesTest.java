package dev.till.testkit.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.protocol.company.CompanyFiles;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.exchange.FileKind;
import dev.till.protocol.host.HostFields;
import dev.till.protocol.host.HostMerge;
import dev.till.protocol.host.HostsDocument;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Register;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.usv.UsvItem;
import dev.till.protocol.usv.UsvReader;
import dev.till.protocol.wire.Extra;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SampleFilesTest {
    private static final long SEED = 7;

    @TempDir
    Path directory;

    private final Map<RegisterKey, Register> registers = new HashMap<>();
    private final Map<Class<?>, Integer> counts = new HashMap<>();
    private long seq;

    @Test
    void companyTree_readInAnyOrderLeadsToTheExpectedState() throws IOException {
        var sample = CompanyTree.full(SEED).write(directory);
        var files = files();
        Collections.shuffle(files, new Random(SEED));
        for (Path file : files) {
            read(file);
        }

        assertThat(files).hasSizeGreaterThan(4_000);
        assertThat(sample.datagrams()).isEqualTo(100_000);
        assertThat(sample.registers()).isEqualTo(50_000);
        assertThat(counts.get(UsvItem.Foreign.class)).isEqualTo(sample.datagrams() + sample.duplicates());
        assertThat(counts.get(UsvItem.Control.class)).isEqualTo(sample.control());
        assertThat(counts.get(UsvItem.Bad.class)).isEqualTo(sample.bad()).isEqualTo(7);
        assertThat(counts.get(UsvItem.Torn.class)).isEqualTo(sample.torn());
        assertThat(state()).isEqualTo(sample.state());
    }

    @Test
    void fleetFile_mergedIntoNothingLeadsToTheExpectedState() throws IOException {
        var file = directory.resolve("hosts-local.json");
        var sample = new FleetFile(SEED).write(file);
        var text = Files.readString(file);
        var outcome = HostMerge.merge(HostsDocument.parse(text), HostsDocument.EMPTY, Optional.of("here"));

        assertThat(FileKind.of(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(FileKind.HOSTS_LOCAL);
        assertThat(outcome.added()).isEqualTo(50);
        var fields = new TreeMap<RegisterKey, Value>();
        outcome.writes().forEach(write -> fields.put(write.key(), (Value) write.content()));
        assertThat(state(fields)).isEqualTo(sample.state());
        assertThat(state(HostFields.of(HostFields.read(fields)))).isEqualTo(sample.state());
        assertThat(HostsDocument.parse(HostFields.read(fields).as("M4", 1).write())
                        .hosts())
                .hasSize(50);
    }

    @Test
    void sameSeed_makesTheSameFiles() throws IOException {
        new CompanyTree(SEED, 20, 1_000).write(directory.resolve("a"));
        new CompanyTree(SEED, 20, 1_000).write(directory.resolve("b"));

        for (Path file : files()) {
            var relative = directory.relativize(file);
            if (relative.startsWith("a")) {
                assertThat(directory.resolve("b").resolve(Path.of("a").relativize(relative)))
                        .hasSameBinaryContentAs(file);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (var walk = Files.walk(directory)) {
            return new ArrayList<>(walk.filter(Files::isRegularFile).sorted().toList());
        }
    }

    private void read(Path file) throws IOException {
        if (file.endsWith(CompanyFiles.TAGS)) {
            return;
        }
        byte[] start;
        try (var in = Files.newInputStream(file)) {
            start = in.readNBytes(FileKind.START_BYTES);
        }
        switch (FileKind.of(start)) {
            case USV -> readLog(file);
            case INDEX_MD -> readCompany(file);
            default -> throw new AssertionError(file + " is of an unexpected kind");
        }
    }

    private void readLog(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var reader = new UsvReader(in, file.toString());
            for (var item = reader.next(); item.isPresent(); item = reader.next()) {
                counts.merge(item.get().getClass(), 1, Integer::sum);
                if (item.get() instanceof UsvItem.Write write) {
                    apply(write);
                }
            }
        }
    }

    /** As of another device each time, so that only the timestamps decide. */
    private void apply(UsvItem.Write write) {
        var device = new DeviceId(new Random(++seq).nextLong(), seq, 0);
        var version = new Version(new Dot(device, 1), write.at(), write.content(), Extra.NONE);
        registers.merge(
                write.key(), new Datagram(write.key(), version, VersionVector.EMPTY).register(), Register::merge);
    }

    private void readCompany(Path index) throws IOException {
        var tags = Files.readString(index.resolveSibling(CompanyFiles.TAGS));
        var entity = "companies/" + index.getParent().getFileName();
        new CompanyFiles(Files.readString(index), Optional.of(tags)).fields().forEach((field, value) -> {
            var version = new Version(
                    new Dot(new DeviceId(1, 1, 1), ++seq),
                    new dev.till.protocol.time.HybridTimestamp(0),
                    value,
                    Extra.NONE);
            registers.merge(RegisterKey.of(entity, field), Register.of(version, VersionVector.EMPTY), Register::merge);
        });
    }

    private SortedMap<String, SortedMap<String, String>> state() {
        var values = new TreeMap<RegisterKey, Value>();
        registers.forEach((key, register) -> values.put(key, register.value().orElseThrow()));
        return state(values);
    }

    private static SortedMap<String, SortedMap<String, String>> state(SortedMap<RegisterKey, Value> values) {
        var state = new TreeMap<String, SortedMap<String, String>>();
        values.forEach((key, value) -> state.computeIfAbsent(key.entity().value(), entity -> new TreeMap<>())
                .put(key.field().value(), value.json()));
        return state;
    }
}
