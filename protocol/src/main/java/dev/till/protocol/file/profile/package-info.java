/** Profiles: which paths of a folder are kept in step and how, read from text whose faults are told with their lines. */
package dev.till.protocol.file.profile;
