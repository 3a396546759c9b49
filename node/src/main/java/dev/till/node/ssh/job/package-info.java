/** One command on many hosts: a sliding window over them, and news of each as fast as it is read. */
package dev.till.node.ssh.job;
