package dev.till.protocol.file.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.protocol.file.FileVersion;
import dev.till.protocol.file.Item;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.time.VersionVector.Order;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One path on two and three devices that edit, delete and meet in every order: all short histories with two, and many long
 * ones with three. At rest the devices agree, and no edit is lost that nobody knowingly replaced or deleted.
 */
class SmallWorldTest {
    private static final int SHORT = 6;

    /** What a device can do. */
    private enum Act {
        EDIT,
        DELETE,
        MEET
    }

    @ParameterizedTest
    @EnumSource
    void everyShortHistoryOfTwo_comesToRest(ConflictPolicy policy) {
        int kinds = 2 * Act.values().length;
        for (int code = 0; code < Math.pow(kinds, SHORT); code++) {
            var world = new World(2, policy);
            for (int i = 0, rest = code; i < SHORT; i++, rest /= kinds) {
                world.act(rest % 2, Act.values()[rest % kinds / 2]);
            }
            world.settle();
        }
    }

    @ParameterizedTest
    @EnumSource
    void longHistoriesOfThree_comeToRest(ConflictPolicy policy) {
        for (long seed = 0; seed < 3000; seed++) {
            var random = new Random(seed);
            var world = new World(3, policy);
            for (int i = 0; i < 25; i++) {
                world.act(random.nextInt(3), Act.values()[random.nextInt(3)]);
            }
            world.settle();
        }
    }

    /** Devices that meet in one place, which holds the versions nobody has followed up. */
    private static final class World {
        private final ConflictPolicy policy;
        private final List<Device> devices = new ArrayList<>();
        private final StringBuilder history = new StringBuilder();
        private List<FileVersion> shared = new ArrayList<>();
        private final Set<Character> alive = new TreeSet<>();
        private char next = 'a';

        World(int size, ConflictPolicy policy) {
            this.policy = policy;
            for (int i = 0; i < size; i++) {
                devices.add(new Device(new DeviceName(String.valueOf((char) ('a' + i)))));
            }
        }

        void act(int who, Act act) {
            history.append(who).append(act).append(' ');
            var device = devices.get(who);
            switch (act) {
                case EDIT -> {
                    // Who edits replaces, knowingly, what is in front of them.
                    alive.remove(letter(device.mine));
                    device.mine = ReconciliationTest.item(String.valueOf(next));
                    alive.add(next++);
                }
                case DELETE -> {
                    alive.remove(letter(device.mine));
                    device.mine = Item.Absent.NOTHING;
                }
                case MEET -> meet(device);
            }
        }

        /** Nothing happens any more but that all meet, again and again. */
        void settle() {
            for (int round = 0; round < 6; round++) {
                devices.forEach(this::meet);
            }
            var before = this.toString();
            devices.forEach(this::meet);
            assertThat(this).as("at rest after %s", history).hasToString(before);
            if (isLeftToPeople()) {
                assertThat(kept())
                        .as("nothing is lost after %s: %s", history, this)
                        .containsAll(alive);
            }
            if (!isLeftToPeople() || Heads.of(shared).size() < 2) {
                assertThat(devices.stream().map(device -> device.mine).distinct())
                        .as("all agree after %s: %s", history, this)
                        .hasSize(1);
            }
        }

        private boolean isLeftToPeople() {
            return policy == ConflictPolicy.DEFER || policy == ConflictPolicy.INTERACTIVE;
        }

        private Set<Character> kept() {
            var kept = new TreeSet<Character>();
            devices.stream().filter(device -> !device.mine.isAbsent()).forEach(device -> kept.add(letter(device.mine)));
            return kept;
        }

        private void meet(Device device) {
            var me = new Reconciliation.Me(device.name, ReconciliationTest.NOW, policy);
            var step = Reconciliation.decide(device.agreed, device.mine, shared, me);
            if (step instanceof Step.Take take) {
                device.mine = take.theirs().item();
                device.agreed = Optional.of(take.theirs());
            } else if (step instanceof Step.Agree agree) {
                device.agreed = Optional.of(agree.version());
            } else if (step instanceof Step.Offer offer) {
                publish(new FileVersion(device.mine, offer.clock(), device.name, me.now()), device);
            } else if (step instanceof Step.Conflict conflict) {
                var mine = new FileVersion(device.mine, conflict.mine(), device.name, me.now());
                if (conflict.offer()) {
                    publish(mine, device);
                }
                device.agreed = Optional.of(mine);
            }
        }

        private void publish(FileVersion version, Device device) {
            var kept = new ArrayList<>(shared.stream()
                    .filter(other -> {
                        var order = other.clock().compare(version.clock());
                        return order == Order.AFTER || order == Order.CONCURRENT;
                    })
                    .toList());
            kept.add(version);
            shared = kept;
            device.agreed = Optional.of(version);
        }

        private static char letter(Item item) {
            return item instanceof Item.Regular file ? (char) file.hash().first() : '-';
        }

        @Override
        public String toString() {
            return devices + " share " + Arrays.toString(shared.toArray());
        }
    }

    private static final class Device {
        private final DeviceName name;
        private Optional<FileVersion> agreed = Optional.empty();
        private Item mine = Item.Absent.NOTHING;

        Device(DeviceName name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name + " has " + mine + " agreed " + agreed;
        }
    }
}
