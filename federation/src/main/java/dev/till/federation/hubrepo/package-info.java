/** The repository of a hub, as a site and as the hub itself use it: menu, signature, key; registrations and the summary. */
package dev.till.federation.hubrepo;
