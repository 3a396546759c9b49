package dev.till.node.api;

import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Everything that can be asked over the socket, by name. */
final class Operations {
    private final Map<String, Operation> byName = new TreeMap<>();

    Operations(ApiParts parts) {
        var actors = new Actors(parts);
        var reads = new ReadOperations(actors);
        byName.put("get", reads::get);
        byName.put("fields", reads::fields);
        byName.put("list", reads::list);
        byName.put("scan", reads::scan);
        byName.put("history", reads::history);
        byName.put("conflicts", reads::conflicts);
        byName.put("watch", new WatchOperation(actors));
        var writes = new WriteOperations(actors);
        byName.put("set", writes::set);
        byName.put("delete", writes::delete);
        byName.put("resolve", writes::resolve);
        byName.put("apply", new ApplyOperation(actors));
        var status = new StatusOperations(actors, new HostStatusOperation(actors));
        byName.put("status", status::status);
        byName.put("compact", status::compact);
        byName.put("config", status::config);
        byName.put("log", new LogOperation(parts.log()));
        byName.put("backup", new BackupOperation(parts.backups()));
        var devices = new DeviceOperations(actors);
        putDevices(devices);
        var hosts = new HostOperations(actors, writes);
        putHosts(hosts);
        putSsh(actors, writes, devices, hosts);
        new FilesOperations(actors).putInto(byName);
        putFederation(new FederationOperations(actors));
        new S3HubOperations(actors).putInto(byName);
        putComponents(new ComponentOperations(actors, writes), new CommandOperations(actors, writes));
        putSchedule(new ScheduleOperations(actors));
        byName.put("sync", new SyncOperation(new SyncParts(actors).all()));
        byName.put("line", new LineOperation(parts.commands()));
        byName.put("down", exchange -> down(exchange, parts));
    }

    String perform(Exchange exchange) throws Refusal, IOException {
        var name = exchange.request().text("op");
        var operation = byName.get(name);
        if (operation == null) {
            throw new IllegalArgumentException(
                    "op: '" + name + "' (expected: one of " + String.join(", ", byName.keySet()) + ")");
        }
        return operation.perform(exchange);
    }

    private void putDevices(DeviceOperations devices) {
        byName.put("invite", devices::invite);
        byName.put("enroll", devices::enroll);
        byName.put("revoke", devices::revoke);
        byName.put("devices", devices::list);
        byName.put("device", devices::self);
    }

    private void putHosts(HostOperations hosts) {
        byName.put("host-add", hosts::add);
        byName.put("host-edit", hosts::edit);
        byName.put("host-remove", hosts::remove);
        byName.put("host-merge", hosts::merge);
        byName.put("host-join", hosts::join);
        byName.put("host-leave", hosts::leave);
        byName.put("host", hosts::show);
        byName.put("hosts", hosts::list);
        byName.put("host-groups", hosts::groups);
        byName.put("hosts-document", hosts::document);
    }

    private void putSsh(Actors actors, WriteOperations writes, DeviceOperations devices, HostOperations hosts) {
        var ssh = new SshOperations(actors);
        byName.put("host-init", ssh::init);
        byName.put("key", ssh::key);
        byName.put("host-ssh", ssh::way);
        byName.put("host-status", new HostStatusOperation(actors));
        var jobs = new HostJobs(actors, ssh);
        byName.put("host-exec", new ExecOperation(actors, jobs));
        byName.put("host-test", new HostTestOperation(actors, writes, jobs));
        var procedures = new HostProcedures(actors, ssh);
        byName.put("host-setup", new HostSetupOperation(actors, writes, devices, procedures));
        byName.put("key-rotate", new KeyRotateOperation(actors, ssh, procedures));
        byName.put("host-sync", new HostSyncOperation(actors, hosts, procedures));
        byName.put("host-clean", new HostCleanOperation(actors, ssh, procedures));
        var deployments = new HostDeployOperations(actors, ssh, procedures, new HostDeployBook(actors, writes));
        byName.put("host-deploy", deployments::deploy);
        byName.put("host-rollback", deployments::rollback);
    }

    private void putSchedule(ScheduleOperations schedule) {
        byName.put("schedule", schedule::show);
        byName.put("schedule-set", schedule::set);
        byName.put("schedule-off", schedule::off);
    }

    private void putFederation(FederationOperations federation) {
        byName.put("federation", federation::describe);
        byName.put("federation-login", federation::login);
        byName.put("federation-role", federation::role);
        byName.put("federation-leave", federation::leave);
        byName.put("federation-discard", federation::discard);
        byName.put("register", federation::register);
        byName.put("menu", federation::showMenu);
        byName.put("menu-run", federation::runMenu);
        byName.put("hub-collect", federation::collect);
    }

    private void putComponents(ComponentOperations components, CommandOperations commands) {
        byName.put("component-set", components::set);
        byName.put("components", components::list);
        byName.put("component", components::get);
        byName.put("component-remove", components::remove);
        byName.put("command-send", commands::send);
        byName.put("command-next", commands::next);
        byName.put("command-settle", commands::settle);
        byName.put("commands", commands::list);
    }

    private static String down(Exchange exchange, ApiParts parts) {
        exchange.afterwards(parts.shutdown());
        return new JsonWriter()
                .open('{')
                .number("pid", ProcessHandle.current().pid())
                .close('}')
                .toString();
    }
}
