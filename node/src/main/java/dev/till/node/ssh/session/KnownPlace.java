package dev.till.node.ssh.session;

import dev.till.node.message.SshTarget;
import java.net.InetSocketAddress;

/** Words for where a host was looked for: as it was written, and the address that stood for. */
final class KnownPlace {
    private KnownPlace() {}

    static String of(SshTarget target, InetSocketAddress place) {
        var address = place.getAddress().getHostAddress();
        var written = target.address().value();
        return written + (address.equals(written) ? "" : " (" + address + ")") + " port " + target.port();
    }
}
