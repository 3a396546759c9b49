/** Whole fleets of real processes doing what people do with them, and what happens to them. */
package dev.till.testkit.scenario;
