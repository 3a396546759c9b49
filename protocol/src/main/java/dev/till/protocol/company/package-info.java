/**
 * Companies as files: an {@code _index.md} with YAML front matter and a {@code tags.lst}, and the fields of registers they
 * stand for. The only package that sees the YAML library.
 */
package dev.till.protocol.company;
