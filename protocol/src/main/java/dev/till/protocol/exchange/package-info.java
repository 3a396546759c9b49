/** Files that go in and out of a node: which kind one is, and the JSON line that tells one update. */
package dev.till.protocol.exchange;
