/** What lies below {@code ssh/} in a home: the key, the configuration for {@code ssh}, and the host keys that are trusted. */
package dev.till.node.ssh.home;
