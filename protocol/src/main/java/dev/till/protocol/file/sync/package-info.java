/** What is to be done about a path or a folder, decided from what was agreed, what is here and what the others have. */
package dev.till.protocol.file.sync;
