package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes what a device has put into the S3 hub. */
@Command(
        name = "forget",
        description = {
            "Remove what a device that is no more has put into the S3 hub.",
            "Only when the snapshot covers all of it, so that nothing is lost, and not of a device of the fleet."
        },
        footer = {
            "",
            "Examples:",
            "  till device revoke old-pi && till hub consolidate && till hub forget old-pi",
            "",
            "--json prints {\"device\",\"segments_removed\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:removed",
            "2:the name fits several devices",
            "3:no hub, or nothing of that device in it",
            "4:the node is not running",
            "5:this device lacks the recovery key, or has another",
            "6:it is a device of the fleet, or no snapshot covers all of it",
            "7:the store cannot be reached now"
        })
final class HubForgetCommand extends Verb {
    @Parameters(
            index = "0",
            paramLabel = "DEVICE",
            description = "Name or id, as `till hub status` lists them; the beginning of an id will do.")
    private String device;

    @Override
    int run(Session session) throws IOException, Refusal {
        var result =
                HubCall.ask(session, Connection.request("s3-forget").text("device", device), "removing from the hub");
        session.print(
                session.json()
                        ? result
                        : "removed " + JsonMembers.parse(result).number("segments_removed", 0) + " segments of "
                                + device);
        return ExitStatus.DONE;
    }
}
