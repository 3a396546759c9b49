package dev.till.testkit.fleet;

import static org.awaitility.Awaitility.await;

import dev.till.protocol.register.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;

/**
 * Several nodes in this JVM that trust one another as machines do: each with a key of its own, enrolled by invitation,
 * talking over TLS on loopback. Closing it stops them and removes their homes.
 *
 * <pre>{@code
 * try (var fleet = TillFleet.of(3)) {
 *     fleet.part(fleet.member(0));
 *     fleet.member(0).node().set("notes/a", "text", JsonText.string("alone"));
 *     fleet.heal();
 *     fleet.awaitEverywhere("notes/a", "text", JsonText.string("alone"));
 * }
 * }</pre>
 */
public final class TillFleet implements AutoCloseable {

    /** How long a fleet may take to do what it should. */
    public static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path homes;
    private final List<Member> members = new ArrayList<>();

    private TillFleet(Path homes) {
        this.homes = homes;
    }

    /**
     * Starts so many nodes, enrols all with the first and waits until each sees each.
     *
     * @param settings {@code key=value} each, of every node
     */
    public static TillFleet of(int size, String... settings) throws IOException {
        var fleet = new TillFleet(Files.createTempDirectory("till-fleet"));
        try {
            for (int i = 0; i < size; i++) {
                fleet.add(settings);
            }
            fleet.awaitTogether();
            return fleet;
        } catch (RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    /** Starts one more node and enrols it with the first. */
    public Member add(String... settings) {
        var name = "n" + members.size();
        var member = Member.start(homes.resolve(name), name, settings);
        members.add(member);
        if (members.size() > 1) {
            member.enroll(members.get(0).invite());
        }
        return member;
    }

    public List<Member> members() {
        return List.copyOf(members);
    }

    /** The member with this number, from 0; the first founded the fleet. */
    public Member member(int index) {
        return members.get(index);
    }

    /** From now on nothing passes between these members and all others. */
    public void part(Member... side) {
        var these = List.of(side);
        for (var one : members) {
            for (var other : members) {
                if (these.contains(one) != these.contains(other)) {
                    one.block(other);
                }
            }
        }
    }

    /** Lets everyone talk to everyone again. */
    public void heal() {
        members.forEach(Member::unblock);
    }

    /** Waits until every member sees every other as up. */
    public void awaitTogether() {
        waiting("all see all").until(() -> members.stream().allMatch(one -> one.peersUp() == members.size() - 1));
    }

    /** Waits until every member has this value. */
    public void awaitEverywhere(String entity, String field, Value value) {
        waiting(entity + " " + field + " is " + value + " everywhere").until(() -> {
            for (var member : members) {
                var read = member.node().get(entity, field).flatMap(reading -> reading.value());
                if (!read.equals(Optional.of(value))) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Waits until all members have applied the same datagrams. */
    public void awaitEqual() {
        waiting("all heads are equal")
                .until(() -> members.stream().map(Member::head).distinct().count() == 1);
    }

    @Override
    public void close() {
        members.forEach(Member::close);
        try (var files = Files.walk(homes)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("testkit: left " + homes + ": " + e.getMessage());
        }
    }

    private static ConditionFactory waiting(String what) {
        return await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(100));
    }
}
