package dev.till.testkit.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the benchmarks start their Java processes: this JDK, this class path, the flags of a till node. */
final class Jvm {

    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xms12m",
            "-Xmx256m",
            "-XX:CompileThresholdScaling=4",
            "-XX:Tier3InvocationThreshold=50",
            "-XX:Tier3MinInvocationThreshold=25",
            "-XX:Tier3CompileThreshold=500",
            "-XX:Tier3BackEdgeThreshold=15000",
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=CompileThresholdScaling,com.sun.crypto.provider.GHASH::*,0.02",
            "-XX:CompileCommand=CompileThresholdScaling,com.sun.crypto.provider.GCTR::*,0.02",
            "-XX:CompileCommand=CompileThresholdScaling,com.sun.crypto.provider.CounterMode::*,0.02",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:TrimNativeHeapInterval=10000");

    private Jvm() {}

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static List<String> command() {
        var command = new ArrayList<String>();
        command.add(java());
        command.addAll(FLAGS);
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        return command;
    }
}
