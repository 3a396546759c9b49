package dev.till.node.message;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.host.HostAddress;
import dev.till.protocol.host.HostName;
import dev.till.protocol.host.HostRecord;
import dev.till.protocol.host.Port;
import dev.till.protocol.host.UserName;
import java.util.Optional;

/** A host with all that is needed to reach it. */
public record SshTarget(HostName name, UserName user, HostAddress address, Port port) {

    public SshTarget {
        requireNonNull(name, "name");
        requireNonNull(user, "user");
        requireNonNull(address, "address");
        requireNonNull(port, "port");
    }

    /** Where a record says the host is; empty when it lacks a valid user or address, as a replicated one may. */
    public static Optional<SshTarget> of(HostRecord host) {
        return host.user()
                .flatMap(user -> host.address().map(address -> new SshTarget(host.name(), user, address, host.port())));
    }

    @Override
    public String toString() {
        var place = address.isIpv6() ? "[" + address + "]" : address.value();
        return user + "@" + place + (port.equals(Port.SSH) ? "" : ":" + port);
    }
}
