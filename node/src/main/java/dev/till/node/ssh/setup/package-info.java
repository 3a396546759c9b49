/** Makes a host that has SSH and a JDK a device of the fleet. */
package dev.till.node.ssh.setup;
