package dev.till.node.api;

import dev.till.node.message.TrustCommand;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.node.ssh.setup.Distribution;
import dev.till.node.ssh.setup.Setup;
import dev.till.protocol.id.Shown;
import dev.till.protocol.trust.Membership;
import java.io.IOException;
import java.util.regex.Pattern;

/** Makes hosts devices of this fleet. */
final class HostSetupOperation implements Operation {
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9/~._][\\x21-\\x7e]{0,499}");

    private final Actors actors;
    private final WriteOperations writes;
    private final DeviceOperations devices;
    private final HostProcedures procedures;

    HostSetupOperation(Actors actors, WriteOperations writes, DeviceOperations devices, HostProcedures procedures) {
        this.actors = actors;
        this.writes = writes;
        this.devices = devices;
        this.procedures = procedures;
    }

    @Override
    public String perform(Exchange exchange) throws Refusal, IOException {
        var git = exchange.request().optionalText("git").map(HostSetupOperation::repository);
        var selection = HostSelection.of(exchange.request(), new HostReader(actors).read());
        requireAdmin();
        var fleet = new HostSetupFleet(actors, writes, devices);
        return procedures.run(
                exchange,
                selection,
                new Setup(distribution(), git, exchange.request().flag("dry"), fleet));
    }

    /** Not an option of git, and nothing that git would run. */
    private static String repository(String url) {
        if (!REPOSITORY.matcher(url).matches() || url.contains("::")) {
            throw new IllegalArgumentException("git: '" + Shown.of(url)
                    + "' (expected: the address of a repository, such as https://HOST/PATH or USER@HOST:PATH)");
        }
        return url;
    }

    /** Asked before any host is changed. */
    private void requireAdmin() throws Refusal {
        var membership = Membership.of(actors.get(actors.parts().trust(), TrustCommand.Current::new));
        if (membership.authority(actors.parts().self().get().device()).isEmpty()) {
            throw new Refusal(
                    Reason.FORBIDDEN,
                    "this device is no admin of its fleet, so it cannot let others in; do this on one");
        }
    }

    private Distribution distribution() throws Refusal {
        var root = actors.parts().distribution();
        try {
            if (root.isPresent()) {
                return Distribution.in(root.get(), actors.parts().self().get().version());
            }
        } catch (IOException e) {
            throw new Refusal(Reason.FAILED, e.getMessage());
        }
        throw new Refusal(
                Reason.FAILED,
                "this node does not run from a distribution that could be copied; start it with `till up`, or give"
                        + " --from-git URL");
    }
}
