package dev.till.testkit.lab;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that a namespace or a mount belongs to, as told by its name: {@code till-lab.PID.START.LAB.PLACE}.
 *
 * <p>Process ids are used again, so the moment the process started is part of it, in milliseconds.
 */
record Owner(long pid, long started) {

    private static final Pattern NAME = Pattern.compile("till-lab\\.(\\d+)\\.(\\d+)\\..*");

    static Owner self() {
        return of(ProcessHandle.current());
    }

    String prefix(int lab) {
        return "till-lab." + pid + "." + started + "." + lab + ".";
    }

    /** Whether what has this name was made by a process that is gone. */
    static boolean isLeftover(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                && !new Owner(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))).lives();
    }

    private boolean lives() {
        return ProcessHandle.of(pid).map(Owner::of).filter(this::equals).isPresent();
    }

    private static Owner of(ProcessHandle process) {
        long started = process.info()
                .startInstant()
                .map(java.time.Instant::toEpochMilli)
                .orElse(0L);
        return new Owner(process.pid(), started);
    }
}
