/** Changes below a root: staged beside it, and put in place by handles of directories that follow no link. */
package dev.till.node.files.place;
