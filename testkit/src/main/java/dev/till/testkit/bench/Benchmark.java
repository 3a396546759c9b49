package dev.till.testkit.bench;

/** Something that is measured side by side. */
interface Benchmark {

    /** Measures, with progress on the standard error. */
    Report run(Plan plan) throws Exception;
}
