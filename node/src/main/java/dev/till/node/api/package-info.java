/**
 * The server side of the local API: reads requests from the Unix-domain socket of the home and turns each into messages
 * to the actors that own what is asked for.
 */
package dev.till.node.api;
