package dev.till.testkit.bench;

import java.util.List;

/** Something that is measured side by side. */
interface Benchmark {

    /** Measures, with progress on the standard error. */
    Report run(Plan plan) throws Exception;

    /** The parts that it can be measured in, in their order; none when it is one whole. */
    default List<String> parts() {
        return List.of();
    }
}
