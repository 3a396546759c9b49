/** Real programs as tests run them: till nodes and their commands, each in a process of its own. */
package dev.till.testkit.process;
