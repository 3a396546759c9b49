package dev.till.node.membership;

import dev.till.node.message.Endpoint;

/**
 * Another process that runs under this device's key.
 *
 * @param endpoint where it was met
 * @param yield whether it is this process that came later, and has to give way
 * @param knows whether the other one has heard of this one, for it answers it
 */
public record Twin(Endpoint endpoint, boolean yield, boolean knows) {}
