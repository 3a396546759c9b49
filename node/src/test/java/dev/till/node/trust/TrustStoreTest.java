package dev.till.node.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.protocol.id.DeviceName;
import dev.till.protocol.trust.DeviceList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustStoreTest {

    @TempDir
    Path homes;

    private TrustStore store;

    @BeforeEach
    void open() throws IOException {
        store = Homes.open(homes, "one");
    }

    @Test
    void firstStart_foundsAFleetOfOne() {
        assertThat(store.list().members()).singleElement().satisfies(device -> {
            assertThat(device.id()).isEqualTo(store.self());
            assertThat(device.name()).isEqualTo(new DeviceName("one"));
        });
    }

    @Test
    void reopened_hasWhatItHad() throws IOException {
        store.learn(Homes.enrolled(store, Homes.open(homes, "two"), "two"));

        assertThat(Homes.open(homes, "one").list()).isEqualTo(store.list());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void learn_tellsListenersOnceItIsOnDisk() throws IOException {
        var more = Homes.enrolled(store, Homes.open(homes, "two"), "two");
        var onDisk = new ArrayList<DeviceList>();
        store.onChange(list -> onDisk.add(reopened()));

        assertThat(store.learn(more)).isTrue();
        assertThat(store.learn(more)).isFalse();

        assertThat(onDisk).containsExactly(more);
    }

    @Test
    void listOfAnotherFleet_isNotLearned() throws IOException {
        var before = store.list();

        assertThat(store.learn(Homes.open(homes, "two").list())).isFalse();
        assertThat(store.list()).isEqualTo(before);
    }

    @Test
    void membership_isTheSameObjectUntilItChanges() throws IOException {
        var before = store.membership();
        store.learn(store.list());
        assertThat(store.membership()).isSameAs(before);

        store.learn(Homes.enrolled(store, Homes.open(homes, "two"), "two"));
        assertThat(store.membership()).isNotSameAs(before);
    }

    @Test
    void withANewKey_isANewDeviceInAFleetOfItsOwn() throws IOException {
        store.learn(Homes.enrolled(store, Homes.open(homes, "two"), "two"));
        Files.delete(homes.resolve("one/device.key"));

        var other = Homes.open(homes, "one");

        assertThat(other.self()).isNotEqualTo(store.self());
        assertThat(other.list().fleet()).isNotEqualTo(store.list().fleet());
        assertThat(other.list().members()).hasSize(1);
    }

    @Test
    void cannotBeWritten_changesNothing() throws IOException {
        var before = store.list();
        var more = Homes.enrolled(store, Homes.open(homes, "two"), "two");
        Files.createDirectories(homes.resolve("one/trust/devices.new/in-the-way"));

        assertThatThrownBy(() -> store.learn(more)).isInstanceOf(IOException.class);

        assertThat(store.list()).isEqualTo(before);
        assertThat(reopened()).isEqualTo(before);
    }

    @Test
    void damagedOrNewerFile_isRefusedWithWhatToDo() throws IOException {
        var bytes = Files.readAllBytes(file());
        var flipped = bytes.clone();
        flipped[bytes.length - 1] ^= 1;
        Files.write(file(), flipped);
        assertThatThrownBy(this::reopened).hasRootCauseMessage("trust entry: its signature is not by " + store.self());

        Files.write(file(), Arrays.copyOf(bytes, 5));
        assertThatThrownBy(this::reopened).hasMessageContaining("not a device list");

        var newer = bytes.clone();
        newer["till devices ".length()] = '2';
        Files.write(file(), newer);
        assertThatThrownBy(this::reopened).hasMessageContaining("version 2 (expected: 1; a newer till wrote it)");
    }

    private DeviceList reopened() {
        try {
            return Homes.open(homes, "one").list();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private Path file() {
        return homes.resolve("one").resolve("trust").resolve("devices");
    }
}
