package dev.till.node.discovery;

import dev.till.node.message.Announcement;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.jmdns.JmDNS;
import org.apache.pekko.Done;
import org.apache.pekko.discovery.Lookup;
import org.apache.pekko.discovery.ServiceDiscovery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.Future;
import scala.concurrent.duration.FiniteDuration;

/**
 * Announces this node by multicast DNS and listens for others of its fleet.
 *
 * <p>jmDNS blocks for seconds while it probes its name and while it closes, so all of its life happens on one thread of its
 * own; a lookup never waits, it tells what has been heard so far. It is bound to the address of the announcement and made
 * anew when that changes. Without multicast (a loopback address, an interface that went away) it says so once and tries
 * again every {@value #RETRY_SECONDS} seconds.
 */
public final class MdnsDiscovery extends ServiceDiscovery {
    private static final Logger LOG = LoggerFactory.getLogger(MdnsDiscovery.class);
    private static final int RETRY_SECONDS = 30;

    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "till-mdns");
        thread.setDaemon(true);
        return thread;
    });
    private volatile MdnsNeighbours neighbours = new MdnsNeighbours();

    // Touched by the worker thread only.
    private Optional<JmDNS> running = Optional.empty();
    private Optional<ScheduledFuture<?>> retry = Optional.empty();
    private boolean complained;

    /** Announce this from now on, instead of what was announced before. Returns at once. */
    public void announce(Announcement own) {
        worker.execute(() -> restart(own));
    }

    @Override
    public Future<Resolved> lookup(Lookup lookup, FiniteDuration timeout) {
        return Future.successful(Targets.resolved(lookup.serviceName(), neighbours.endpoints()));
    }

    /** Says goodbye on the network and stops the threads; takes up to a few seconds, so nobody needs to wait for it. */
    public CompletionStage<Done> close() {
        var closed = new CompletableFuture<Done>();
        worker.execute(() -> {
            stop();
            closed.complete(Done.getInstance());
        });
        worker.shutdown();
        return closed;
    }

    private void restart(Announcement own) {
        stop();
        var heard = new MdnsNeighbours(own);
        neighbours = heard;
        try {
            var address = InetAddress.getByName(own.endpoint().host());
            if (address.isLoopbackAddress()) {
                LOG.info("No multicast DNS on loopback [{}]", own.endpoint());
                return;
            }
            start(own, address, heard);
            complained = false;
        } catch (IOException | RuntimeException e) {
            if (!complained) {
                LOG.warn(
                        "Multicast DNS on [{}] failed, trying again: {}",
                        own.endpoint().host(),
                        e.toString());
                complained = true;
            }
            stop();
            retry = Optional.of(worker.schedule(() -> restart(own), RETRY_SECONDS, TimeUnit.SECONDS));
        }
    }

    private void start(Announcement own, InetAddress address, MdnsNeighbours heard) throws IOException {
        // A host name of its own: the machine's name may belong to an Avahi that runs beside us.
        var jmdns = JmDNS.create(address, "till-" + own.device().abbreviated());
        running = Optional.of(jmdns);
        jmdns.addServiceListener(MdnsRecord.TYPE, heard);
        jmdns.registerService(MdnsRecord.write(own));
        LOG.info("Announced [{}] by multicast DNS at [{}]", MdnsRecord.instance(own), own.endpoint());
    }

    private void stop() {
        retry.ifPresent(scheduled -> scheduled.cancel(false));
        retry = Optional.empty();
        var stopping = running;
        running = Optional.empty();
        stopping.ifPresent(jmdns -> {
            try {
                jmdns.close();
            } catch (IOException e) {
                LOG.debug("Closing multicast DNS", e);
            }
        });
    }
}
