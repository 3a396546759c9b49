package dev.till.testkit.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Keeps the {@link TillFleet} of a test class annotated {@link Fleet} and hands it to whoever asks for one. */
public final class TillExtension implements ParameterResolver, AfterEachCallback {

    private static final ExtensionContext.Namespace PLACE = ExtensionContext.Namespace.create(TillExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TillFleet.class;
    }

    @Override
    public TillFleet resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // Kept with the class, not with the one test, and closed by JUnit when the class is done.
        var ofClass = context.getParent()
                .filter(parent -> context.getTestMethod().isPresent())
                .orElse(context);
        var type = context.getRequiredTestClass();
        return ofClass.getStore(PLACE).computeIfAbsent(TillFleet.class, any -> start(type), TillFleet.class);
    }

    /** A test may leave the fleet parted; the next one gets it whole. */
    @Override
    public void afterEach(ExtensionContext context) {
        var fleet = context.getStore(PLACE).get(TillFleet.class, TillFleet.class);
        if (fleet != null) {
            fleet.heal();
            fleet.awaitTogether();
        }
    }

    private static TillFleet start(Class<?> type) {
        var wanted = AnnotationSupport.findAnnotation(type, Fleet.class)
                .orElseThrow(() -> new IllegalStateException(type + ": no @Fleet (expected: one on the test class)"));
        try {
            return TillFleet.of(wanted.size(), wanted.settings());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
