package dev.till.node.files;

import dev.till.node.message.FleetCommand;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.PeerSockets;
import dev.till.node.message.RegisterCommand;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What folders are kept in step with.
 *
 * @param file of what is remembered
 * @param name of this device now; it may get another when it joins a fleet
 * @param bind where contents are given
 * @param port for that; 0 for any free one
 * @param bytesPerSecond so much is fetched at most; 0 for no limit
 * @param rhythm how often folders are looked at
 */
public record FilesTools(
        Path file,
        DeviceId self,
        Supplier<DeviceName> name,
        InetAddress bind,
        int port,
        long bytesPerSecond,
        PeerSockets tls,
        ActorRef<JournalCommand> journal,
        ActorRef<RegisterCommand> registers,
        ActorRef<FleetCommand> fleet,
        HubRules hub,
        Rhythm rhythm,
        InstantSource clock) {}
