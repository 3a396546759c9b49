package dev.till.node.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.Endpoint;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.pekko.discovery.Lookup;
import org.apache.pekko.discovery.ServiceDiscovery;
import org.junit.jupiter.api.Test;
import scala.concurrent.Future;
import scala.concurrent.Promise$;
import scala.concurrent.duration.FiniteDuration;

class AggregateDiscoveryTest {
    private static final Endpoint A = Endpoint.parse("10.0.0.1:7270");
    private static final Endpoint B = Endpoint.parse("10.0.0.2:7270");
    private static final Endpoint C = Endpoint.parse("10.0.0.3:7270");

    @Test
    void sources_areConcatenatedInOrderWithoutRepetition() {
        var sources = new LinkedHashMap<String, ServiceDiscovery>();
        sources.put("mdns", new ListedPeers(() -> List.of(B, A)));
        sources.put("configured", new ListedPeers(() -> List.of(A, C)));

        assertThat(lookup(sources)).containsExactly(B, A, C);
    }

    @Test
    void sourcesThatFailThrowOrHang_areSkipped() {
        var sources = new LinkedHashMap<String, ServiceDiscovery>();
        sources.put("throws", answering(() -> {
            throw new IllegalStateException("broken");
        }));
        sources.put("fails", new ListedPeers(() -> {
            throw new IllegalStateException("unreadable");
        }));
        sources.put(
                "hangs",
                answering(() ->
                        Promise$.MODULE$.<ServiceDiscovery.Resolved>apply().future()));
        sources.put("works", new ListedPeers(() -> List.of(A)));

        assertThat(lookup(sources)).containsExactly(A);
    }

    @Test
    void hundredsOfAnswers_areCapped() {
        var flood = IntStream.range(1, 500)
                .mapToObj(port -> new Endpoint("10.0.0.1", port))
                .toList();

        assertThat(lookup(Map.of("flood", new ListedPeers(() -> flood)))).isEqualTo(flood.subList(0, 64));
    }

    private static List<Endpoint> lookup(Map<String, ServiceDiscovery> sources) {
        var resolved = new AggregateDiscovery(sources).lookup(Lookup.create("till"), Duration.ofMillis(200));
        return Targets.endpoints(resolved.toCompletableFuture().join());
    }

    private interface Source {
        Future<ServiceDiscovery.Resolved> get();
    }

    private static ServiceDiscovery answering(Source source) {
        return new ServiceDiscovery() {
            @Override
            public Future<Resolved> lookup(Lookup lookup, FiniteDuration timeout) {
                return source.get();
            }
        };
    }
}
