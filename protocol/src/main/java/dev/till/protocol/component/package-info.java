/**
 * Components: the programs of a machine that use its node instead of the network. What they say of themselves and what they
 * are asked to do are registers; here is what those mean.
 */
package dev.till.protocol.component;
