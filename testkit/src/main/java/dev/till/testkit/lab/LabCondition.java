package dev.till.testkit.lab;

import dev.till.testkit.process.Program;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides whether a test annotated {@link InLab} can run here. */
final class LabCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), InLab.class)
                .flatMap(needs -> missing(needs.programs()))
                .map(missing -> skip(context, missing))
                .orElse(ConditionEvaluationResult.enabled("a lab can be made here"));
    }

    private static ConditionEvaluationResult skip(ExtensionContext context, String missing) {
        System.err.println("\n*** SKIPPING " + context.getDisplayName() + ": it needs " + missing + " ***\n");
        return ConditionEvaluationResult.disabled("needs " + missing);
    }

    /** What is missing for a lab and these programs; empty when nothing is. */
    static Optional<String> missing(String... programs) {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.of("Linux");
        }
        var program = Stream.concat(Stream.of("ip", "nft", "unshare"), Arrays.stream(programs))
                .filter(name -> !isInstalled(name))
                .findFirst();
        if (program.isPresent()) {
            return program.map(name -> "the program " + name);
        }
        if (Program.of("unshare", "--net", "--mount", "true").run().status() != 0) {
            return Optional.of("root, and permission to make network namespaces");
        }
        return Optional.empty();
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream((System.getenv("PATH") + ":/usr/sbin:/sbin").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
