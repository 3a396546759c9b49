/** A throwaway fleet of real node processes on this machine, which shows what till does and cleans up after itself. */
package dev.till.node.demo;
