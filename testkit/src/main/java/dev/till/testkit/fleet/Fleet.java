package dev.till.testkit.fleet;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class a {@link TillFleet} as a parameter: the same for all of them, whole at the start of each, gone
 * after the last.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(TillExtension.class)
public @interface Fleet {

    /** How many members. */
    int size() default 3;

    /** Settings of every member, {@code key=value} each. */
    String[] settings() default {};
}
