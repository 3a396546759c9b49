/**
 * Sample files as people's systems left them, made anew from a seed: a company tree with logs, and a fleet file; each with
 * the state that reading it has to lead to, computed without till's own merging.
 */
package dev.till.testkit.sample;
