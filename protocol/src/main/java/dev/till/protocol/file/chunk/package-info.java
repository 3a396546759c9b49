/** Where large files are cut, so that equal stretches become equal chunks. */
package dev.till.protocol.file.chunk;
