package dev.till.node.api;

import dev.till.node.message.Assignment;
import dev.till.node.message.JobCommand.JobEvent;
import dev.till.node.message.JobCommand.Outcome;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.node.message.SshFault;
import dev.till.node.socket.Refusal;
import dev.till.protocol.host.HostChange;
import dev.till.protocol.host.HostFacts;
import dev.till.protocol.host.HostName;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tries hosts step by step, asks them what they are, and records that for the whole fleet. */
final class HostTestOperation implements Operation {
    /** A host that says more than this of itself is not listened to. */
    private static final int LONGEST_ANSWER = 16 << 10;

    private final Actors actors;
    private final WriteOperations writes;
    private final HostJobs jobs;

    HostTestOperation(Actors actors, WriteOperations writes, HostJobs jobs) {
        this.actors = actors;
        this.writes = writes;
        this.jobs = jobs;
    }

    @Override
    public String perform(Exchange exchange) throws Refusal, IOException {
        int parallel = HostJobs.parallel(exchange);
        var selection = HostSelection.of(exchange.request(), new HostReader(actors).read());
        var answers = new TreeMap<HostName, StringBuilder>();
        var told = new TreeMap<HostName, HostFacts>();
        var summary = new Summary();
        jobs.run(exchange, selection, HostFacts.QUESTION, parallel, event -> {
            summary.count(event);
            if (event instanceof JobEvent.Printed printed && !printed.error()) {
                keep(answers.computeIfAbsent(printed.host(), host -> new StringBuilder()), printed.text());
            } else if (event instanceof JobEvent.Ended ended) {
                var answer = answers.remove(ended.host());
                var facts = answer == null ? HostFacts.NONE : HostFacts.parse(answer.toString());
                if (ended.outcome() instanceof Outcome.Exited) {
                    told.put(ended.host(), facts);
                }
                exchange.item(describe(ended, facts));
            }
        });
        record(told);
        return summary.json();
    }

    private static void keep(StringBuilder answer, String text) {
        if (answer.length() + text.length() < LONGEST_ANSWER) {
            answer.append(text).append('\n');
        }
    }

    private void record(Map<HostName, HostFacts> told) throws Refusal, IOException {
        writes.exclusively(() -> {
            var now = actors.parts().clock().instant();
            var changes = new ArrayList<Assignment>();
            var hosts = new HostReader(actors).read();
            told.forEach((name, facts) -> hosts.host(name)
                    .filter(host -> !host.isRemoved())
                    .ifPresent(host -> HostChange.told(host, facts, now)
                            .forEach(write -> changes.add(Assignment.now(write.key(), write.content())))));
            return changes.isEmpty() ? new Written.Done(List.of(), 0) : writes.put(changes);
        });
    }

    private static String describe(JobEvent.Ended ended, HostFacts facts) {
        var json = new JsonWriter(512)
                .open('{')
                .text("host", ended.host().value())
                .text("result", JobJson.result(ended.outcome()))
                .open("checks", '[');
        if (ended.outcome() instanceof Outcome.Unreached unreached) {
            failedAt(json, unreached);
        } else if (ended.outcome() instanceof Outcome.Exited) {
            List.of(SshFault.NAME, SshFault.PORT, SshFault.HOST_KEY, SshFault.ADMISSION)
                    .forEach(step -> check(json, JobJson.name(step), true, "", true));
            facts(json, facts);
        } else {
            check(json, "session", false, JobJson.why(ended.outcome()), true);
        }
        return json.close(']').close('}').toString();
    }

    /** All steps before the one that failed were taken. */
    private static void failedAt(JsonWriter json, Outcome.Unreached unreached) {
        for (SshFault step : SshFault.values()) {
            if (step == unreached.fault()) {
                check(json, JobJson.name(step), false, unreached.why(), true);
                return;
            }
            if (unreached.fault() != SshFault.LOCAL) {
                check(json, JobJson.name(step), true, "", true);
            }
        }
    }

    /** What a host lacks keeps nobody from running commands there; it has to be there before till is set up. */
    private static void facts(JsonWriter json, HostFacts facts) {
        check(json, "till", facts.till().isPresent(), facts.till().orElse("not found"), false);
        boolean java = facts.javaFeature() >= HostFacts.LEAST_JAVA;
        check(json, "java", java, facts.java().orElse("not found") + (java ? "" : " (17 or newer is needed)"), false);
        long free = facts.freeKib().orElse(0);
        boolean room = free >= HostFacts.LEAST_FREE_KIB;
        check(json, "disk", room, (free >> 10) + " MiB free" + (room ? "" : " (512 are needed)"), false);
    }

    private static void check(JsonWriter json, String name, boolean ok, String detail, boolean required) {
        json.open('{').text("check", name).flag("ok", ok).flag("required", required);
        if (!detail.isEmpty()) {
            json.text("detail", detail);
        }
        json.close('}');
    }
}
