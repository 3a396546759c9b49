package dev.till.node.api;

import dev.till.node.config.Settings;
import dev.till.node.log.NodeLog;
import dev.till.node.message.FederationCommand;
import dev.till.node.message.FilesCommand;
import dev.till.node.message.FleetCommand;
import dev.till.node.message.HubCommand;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.ScheduleCommand;
import dev.till.node.message.SshCommand;
import dev.till.node.message.TrustCommand;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;

/**
 * What the local API speaks to.
 *
 * @param executor for threads that block: one for each connection and one that accepts; see {@code till.dispatchers.api}
 * @param scheduler for the time limits of questions to actors
 * @param hostname what this machine calls itself; see {@link LocalHostname}
 * @param settings of the running node
 * @param log the log of this process; empty when the node is embedded in a program that logs in its own way
 * @param commands runs command lines of till for callers that cannot
 * @param distribution what this till consists of, to be copied to hosts; empty when it does not run from one
 * @param shutdown stops the node in an orderly way; returns at once
 */
public record ApiParts(
        Executor executor,
        Scheduler scheduler,
        ActorRef<RegisterCommand> registers,
        ActorRef<JournalCommand> journal,
        ActorRef<FleetCommand> fleet,
        ActorRef<TrustCommand> trust,
        ActorRef<SshCommand> ssh,
        ActorRef<ScheduleCommand> schedule,
        ActorRef<FilesCommand> files,
        ActorRef<FederationCommand> federation,
        ActorRef<HubCommand> hub,
        InstantSource clock,
        String hostname,
        Supplier<NodeSelf> self,
        Supplier<Settings> settings,
        Optional<NodeLog> log,
        Backups backups,
        CommandLines commands,
        Optional<Path> distribution,
        Runnable shutdown) {}
