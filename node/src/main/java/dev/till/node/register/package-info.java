/**
 * The registers as this node shows them: a fold over the journal, the newest part of it in memory and the rest in the
 * store.
 */
package dev.till.node.register;
