/** What can be set about a node: every setting with its meaning, where its value came from, and all that is wrong at once. */
package dev.till.node.config;
