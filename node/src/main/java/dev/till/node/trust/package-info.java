/**
 * Who this device is and whom it believes: its key, the persisted device list, TLS between members, and the way a new
 * machine is let in.
 */
package dev.till.node.trust;
