/**
 * What is to be done outside and has not been yet: kept on disk, in order, without what a later change has made needless.
 *
 * <p>{@link dev.till.federation.outbox.Outbox} knows no network; {@link dev.till.federation.outbox.Errands} does one letter so
 * that doing it twice does no harm.
 */
package dev.till.federation.outbox;
