package dev.till.node.ssh.session;

import dev.till.node.message.SshTarget;
import java.util.concurrent.CompletionStage;

/** Makes connections to hosts. */
public interface Transport extends AutoCloseable {

    /**
     * Reaches a host and is admitted there; completed within the time the settings allow, else with {@link Unreached}.
     *
     * @param attempt counts from 0; a host of several addresses is tried at another one each time
     */
    CompletionStage<SshLink> connect(SshTarget target, int attempt);

    /** Ends all connections; returns at once. */
    @Override
    void close();
}
