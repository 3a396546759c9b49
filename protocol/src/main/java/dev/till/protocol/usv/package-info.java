/**
 * Logs of separated text (USV): fields joined by the byte 0x1F, records ended by 0x1E, as cocli writes them and as till
 * exports them.
 */
package dev.till.protocol.usv;
