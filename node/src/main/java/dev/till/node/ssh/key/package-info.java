/** Which keys hosts admit: changing the key on all of them, and a key that may do little. */
package dev.till.node.ssh.key;
