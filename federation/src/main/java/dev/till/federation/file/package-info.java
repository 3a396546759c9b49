/** Small files that belong to their owner alone and survive a crash whole. */
package dev.till.federation.file;
