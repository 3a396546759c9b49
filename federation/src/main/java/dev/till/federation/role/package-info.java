/** Roles: what a machine may do outside of its fleet, as one table. */
package dev.till.federation.role;
