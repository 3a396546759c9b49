package dev.till.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.pekko.actor.typed.Behavior;

/** What {@link ArchitectureTest} asks of classes beyond ArchUnit's own words. */
final class Conditions {
    private static final Set<String> WAITING = Set.of("get", "join", "await", "invokeAll", "invokeAny");

    /** Calls, or refers to, a method that asks the system for the time of day. {@code System.nanoTime} is none. */
    static final ArchCondition<JavaClass> READ_A_CLOCK =
            ArchConditions.accessTargetWhere(describe("it reads a clock", access -> readsClock(access.getTarget())));

    /** Calls, or refers to, a method that waits for somebody else. */
    static final ArchCondition<JavaClass> BLOCK =
            ArchConditions.accessTargetWhere(describe("it waits", Conditions::waits));

    /** Makes a behaviour, or extends one. */
    static final DescribedPredicate<JavaClass> ARE_ACTORS = describe(
            "are actors",
            type -> type.isAssignableTo(Behavior.class)
                    || type.getMethods().stream()
                            .anyMatch(method -> method.getRawReturnType().isAssignableTo(Behavior.class)));

    static final ArchCondition<JavaClass> BE_SEALED_OVER_VALUES =
            new ArchCondition<>("be sealed over records and enums") {
                @Override
                public void check(JavaClass protocol, ConditionEvents events) {
                    events.add(new SimpleConditionEvent(
                            protocol, isSealedOverValues(protocol.reflect()), protocol.getName() + " is checked"));
                }
            };

    private Conditions() {}

    private static boolean readsClock(AccessTarget target) {
        var owner = target.getOwner();
        var name = target.getName();
        return (owner.getPackageName().startsWith("java.time") && name.equals("now") && !takesClock(target))
                || (owner.isEquivalentTo(Clock.class) && name.startsWith("system"))
                || (owner.isEquivalentTo(InstantSource.class) && name.equals("system"))
                || (owner.isEquivalentTo(System.class) && name.equals("currentTimeMillis"))
                || (owner.isEquivalentTo(Date.class) && name.equals("<init>") && takesNothing(target));
    }

    private static boolean takesClock(AccessTarget target) {
        return target instanceof AccessTarget.CodeUnitAccessTarget unit
                && unit.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Clock.class));
    }

    private static boolean takesNothing(AccessTarget target) {
        return target instanceof AccessTarget.CodeUnitAccessTarget unit
                && unit.getRawParameterTypes().isEmpty();
    }

    private static boolean waits(JavaAccess<?> access) {
        var owner = access.getTargetOwner();
        var name = access.getTarget().getName();
        return (owner.isEquivalentTo(Thread.class) && (name.equals("sleep") || name.equals("join")))
                || (owner.isAssignableTo(Future.class) && WAITING.contains(name))
                || (owner.getPackageName().startsWith("java.util.concurrent") && name.startsWith("await"));
    }

    private static boolean isSealedOverValues(Class<?> type) {
        return type.isSealed()
                && Arrays.stream(type.getPermittedSubclasses())
                        .allMatch(kind -> kind.isRecord() || kind.isEnum() || isSealedOverValues(kind));
    }
}
