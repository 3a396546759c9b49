/** Order without a shared clock: hybrid timestamps, dots, version vectors, and sets of dots with gaps. */
package dev.till.protocol.time;
