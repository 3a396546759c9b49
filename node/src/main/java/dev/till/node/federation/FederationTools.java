package dev.till.node.federation;

import dev.till.federation.github.Backoff;
import dev.till.federation.menu.Menu;
import dev.till.federation.outbox.Outside;
import dev.till.node.message.RegisterCommand;
import dev.till.protocol.id.DeviceId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What the federation of a node works with.
 *
 * @param directory for its files: {@code federation} in the home
 * @param every how often to look whether there is something new to publish
 * @param allowed kinds of directives that the machine's owner lets a hub give
 * @param blocking runs requests
 */
public record FederationTools(
        Path directory,
        Self self,
        Outside outside,
        Backoff backoff,
        Duration every,
        Set<Menu.DirectiveType> allowed,
        ActorRef<RegisterCommand> registers,
        Executor blocking,
        InstantSource clock) {

    /** Who we are, as we say outside. */
    public record Self(DeviceId device, String name, String version) {

        /** The id of this site: the device's name for people, and enough of its id that no two are the same. */
        String site() {
            return name + "-" + device.toString().substring(0, 8);
        }
    }
}
