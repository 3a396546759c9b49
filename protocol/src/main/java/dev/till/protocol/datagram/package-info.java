/** One update of one register, and the forms it takes on the wire, in the journal, and in USV text. */
package dev.till.protocol.datagram;
