package dev.till.node.api;

import dev.till.node.message.SshTarget;
import dev.till.node.socket.Refusal;
import dev.till.node.ssh.procedure.Procedure;
import dev.till.node.ssh.procedure.StepFailed;
import dev.till.protocol.host.HostName;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Procedures on many hosts, so many at a time, each in a thread of its own; what they tell is handed on as it comes. No failure
 * stops the others. A caller that hangs up, or sends anything, ends what it began, on the hosts too.
 */
final class HostProcedures {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Actors actors;
    private final SshOperations ssh;

    HostProcedures(Actors actors, SshOperations ssh) {
        this.actors = actors;
        this.ssh = ssh;
    }

    /** Does it on all hosts of {@code selection}; answers how many of them came to which end, as JSON. */
    String run(Exchange exchange, HostSelection selection, Procedure procedure) throws Refusal, IOException {
        // Without a key nothing can be done anywhere.
        ssh.requireKey();
        var summary = new Summary();
        exchange.item(hosts(selection));
        for (HostName host : selection.incomplete()) {
            exchange.item(end(host, summary, "skipped", HostJobs.INCOMPLETE, Duration.ZERO));
        }
        if (!selection.targets().isEmpty()) {
            perform(exchange, selection, procedure, summary);
        }
        return summary.json();
    }

    private void perform(Exchange exchange, HostSelection selection, Procedure procedure, Summary summary)
            throws IOException {
        var inbox = new Inbox();
        int parallel = Math.min(HostJobs.parallel(exchange), selection.targets().size());
        var left = new AtomicInteger(selection.targets().size());
        var threads = Executors.newFixedThreadPool(parallel, HostProcedures::thread);
        try {
            for (SshTarget target : selection.targets()) {
                threads.execute(() -> {
                    var host = new RemoteHost(actors, ssh, target, inbox, exchange.timeout());
                    try {
                        inbox.put(perform(procedure, host, summary));
                    } finally {
                        if (left.decrementAndGet() == 0) {
                            inbox.end();
                        }
                    }
                });
            }
            follow(exchange, inbox);
        } finally {
            end(threads);
        }
    }

    private static void follow(Exchange exchange, Inbox inbox) throws IOException {
        while (!inbox.isOver() && exchange.lines().awaitDone(inbox.filled())) {
            for (String item : inbox.take()) {
                exchange.item(item);
            }
        }
    }

    private static String perform(Procedure procedure, RemoteHost remote, Summary summary) {
        var host = remote.target().name();
        long began = System.nanoTime();
        String result = "failed";
        String message;
        try {
            message = procedure.on(remote);
            result = "done";
        } catch (StepFailed failed) {
            result = failed.isUnreached() ? "unreachable" : "failed";
            message = failed.getMessage();
        } catch (IOException e) {
            message = "on this side: " + e.getMessage();
        } catch (RuntimeException e) {
            message = "the node failed: " + e + " (see `till log`)";
            org.slf4j.LoggerFactory.getLogger(HostProcedures.class).error("A procedure on {} failed", host, e);
        }
        return end(host, summary, result, message, Duration.ofNanos(System.nanoTime() - began));
    }

    private static String end(HostName host, Summary summary, String result, String message, Duration took) {
        summary.count(result);
        return new JsonWriter()
                .open('{')
                .text("event", "end")
                .text("host", host.value())
                .text("result", result)
                .text("message", message)
                .raw("seconds", JobJson.seconds(took))
                .close('}')
                .toString();
    }

    private static String hosts(HostSelection selection) {
        var json = new JsonWriter(256).open('{').text("event", "hosts").open("hosts", '[');
        selection.targets().forEach(target -> json.text(target.name().value()));
        selection.incomplete().forEach(host -> json.text(host.value()));
        return json.close(']').close('}').toString();
    }

    /** Interrupts what still runs, and waits until it has noticed. */
    private static void end(ExecutorService threads) {
        threads.shutdownNow();
        try {
            boolean unused = threads.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread thread(Runnable task) {
        var thread = new Thread(task, "till-host");
        thread.setDaemon(true);
        return thread;
    }
}
