package dev.till.node.discovery;

import dev.till.node.message.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.discovery.Lookup;
import org.apache.pekko.discovery.ServiceDiscovery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.Future;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.FutureConverters;

/**
 * Asks all sources and puts their answers into one list, in the order of the sources, each endpoint once, at most
 * {@value #LIMIT}.
 *
 * <p>Pekko's own aggregate stops at the first source that knows anything; here a peer that only the last source knows must
 * be found too. A source that fails or is late counts as empty and is named in the log once, until it works again.
 */
public final class AggregateDiscovery extends ServiceDiscovery {
    /** At most so many endpoints are told, whatever the sources claim. */
    public static final int LIMIT = 64;

    private static final Logger LOG = LoggerFactory.getLogger(AggregateDiscovery.class);

    private final Map<String, ServiceDiscovery> sources;
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    /** Sources by the name they go by in the log. */
    public AggregateDiscovery(Map<String, ServiceDiscovery> sources) {
        this.sources = new LinkedHashMap<>(sources);
    }

    @Override
    public Future<Resolved> lookup(Lookup lookup, FiniteDuration timeout) {
        var answers = new ArrayList<CompletableFuture<List<Endpoint>>>();
        sources.forEach((name, source) -> answers.add(ask(name, source, lookup, timeout)));
        var all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> Targets.resolved(lookup.serviceName(), concatenated(answers)));
        return FutureConverters.asScala(all);
    }

    private CompletableFuture<List<Endpoint>> ask(
            String name, ServiceDiscovery source, Lookup lookup, FiniteDuration timeout) {
        return begin(source, lookup, timeout)
                .toCompletableFuture()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .handle((resolved, failure) -> {
                    if (failure == null) {
                        failing.remove(name);
                        return Targets.endpoints(resolved);
                    }
                    if (failing.add(name)) {
                        LOG.warn("Discovery by [{}] failed and is skipped: {}", name, failure.toString());
                    }
                    return List.<Endpoint>of();
                });
    }

    private static CompletionStage<Resolved> begin(ServiceDiscovery source, Lookup lookup, FiniteDuration timeout) {
        try {
            return FutureConverters.asJava(source.lookup(lookup, timeout));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static List<Endpoint> concatenated(List<CompletableFuture<List<Endpoint>>> answers) {
        var distinct = new LinkedHashSet<Endpoint>();
        answers.forEach(answer -> distinct.addAll(answer.join()));
        return distinct.stream().limit(LIMIT).toList();
    }
}
