/** What a site says of itself: its status, as published in a gist, and its registration with a hub. Pure. */
package dev.till.federation.site;
