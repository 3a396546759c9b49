/**
 * The assembly: builds a node out of its parts, and is the only package that sees them all.
 *
 * <p>Each package below owns one subject and imports none of its neighbours; here they are joined by actor references
 * that speak in values of {@code dev.till.protocol}. Here also is the one place that reads a clock.
 */
package dev.till.node;
