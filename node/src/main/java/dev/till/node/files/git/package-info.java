/** Git repositories in folders: they travel as bundles, by the real git. */
package dev.till.node.files.git;
