/**
 * What the features of a node say to each other. Features import this package and never one another; the assembly in
 * {@code dev.till.node} joins them.
 */
package dev.till.node.message;
