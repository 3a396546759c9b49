package dev.till.testkit.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test that needs a {@link Lab}: skipped, with one loud line, where none can be made or a program is missing. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LabCondition.class)
public @interface InLab {

    /** Programs that the test runs besides those of the lab itself. */
    String[] programs() default {};
}
