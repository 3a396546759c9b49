package dev.till.node.cli;

import java.util.List;

/** All commands by name, each made only when it is wanted. Knows nothing of how command lines are parsed. */
final class Verbs {
    /** The first words. */
    static final List<String> NAMES = List.of(
            "up",
            "down",
            "demo",
            "status",
            "device",
            "config",
            "log",
            "set",
            "get",
            "delete",
            "list",
            "watch",
            "history",
            "conflicts",
            "resolve",
            "import",
            "export",
            "compact",
            "backup",
            "restore",
            "apply",
            "host",
            "key",
            "files",
            "truth",
            "logs",
            "full",
            "watch-files",
            "component-status",
            "component-command",
            "federate",
            "register",
            "menu",
            "hub",
            "sync",
            "schedule",
            "completion");

    private Verbs() {}

    /** The words that may follow {@code noun}; none when it is a verb itself. */
    static List<String> verbs(String noun) {
        return switch (noun) {
            case "device" -> List.of("invite", "enroll", "list", "revoke", "status");
            case "config" -> List.of("show");
            case "host" ->
                List.of(
                        "init",
                        "add",
                        "list",
                        "show",
                        "edit",
                        "remove",
                        "test",
                        "setup",
                        "sync",
                        "deploy",
                        "rollback",
                        "exec",
                        "ssh",
                        "status",
                        "merge",
                        "group");
            case "host group" -> List.of("add", "remove", "list");
            case "schedule" -> List.of("show", "set", "off");
            case "key" -> List.of("show", "rotate");
            case "files" ->
                List.of(
                        "add",
                        "list",
                        "status",
                        "plan",
                        "apply",
                        "watch",
                        "pause",
                        "push",
                        "pull",
                        "conflicts",
                        "resolve",
                        "log",
                        "trash",
                        "verify",
                        "import-tcfs",
                        "hub",
                        "remove");
            case "component-status" -> List.of("set", "list", "get", "remove");
            case "component-command" -> List.of("send", "next", "done", "fail", "list");
            case "federate" -> List.of("status", "login", "role", "leave", "discard");
            case "menu" -> List.of("show", "run");
            case "hub" ->
                List.of("status", "push", "consolidate", "restore", "verify", "forget", "keygen", "sign", "collect");
            default -> List.of();
        };
    }

    /** The command that {@code name} names: a {@link Verb}, or a noun that verbs follow. */
    static Object make(String name) {
        return switch (name) {
            case "up" -> new UpCommand();
            case "down" -> new DownCommand();
            case "demo" -> new DemoCommand();
            case "status" -> new StatusCommand();
            case "device" -> new DeviceGroup();
            case "device invite" -> new DeviceInviteCommand();
            case "device enroll" -> new DeviceEnrollCommand();
            case "device list" -> new DeviceListCommand();
            case "device revoke" -> new DeviceRevokeCommand();
            case "device status" -> new DeviceStatusCommand();
            case "config" -> new ConfigGroup();
            case "config show" -> new ConfigShowCommand();
            case "log" -> new LogCommand();
            case "set" -> new SetCommand();
            case "get" -> new GetCommand();
            case "delete" -> new DeleteCommand();
            case "list" -> new ListCommand();
            case "watch" -> new WatchCommand();
            case "history" -> new HistoryCommand();
            case "conflicts" -> new ConflictsCommand();
            case "resolve" -> new ResolveCommand();
            case "import" -> new ImportCommand();
            case "export" -> new ExportCommand();
            case "compact" -> new CompactCommand();
            case "backup" -> new BackupCommand();
            case "restore" -> new RestoreCommand();
            case "apply" -> new ApplyCommand();
            case "host" -> new HostGroup();
            case "host init" -> new HostInitCommand();
            case "host test" -> new HostTestCommand();
            case "schedule" -> new ScheduleGroup();
            case "schedule show" -> new ScheduleShowCommand();
            case "schedule set" -> new ScheduleSetCommand();
            case "schedule off" -> new ScheduleOffCommand();
            case "host sync" -> new HostSyncCommand();
            case "host deploy" -> new HostDeployCommand();
            case "host rollback" -> new HostRollbackCommand();
            case "host setup" -> new HostSetupCommand();
            case "host ssh" -> new HostSshCommand();
            case "host status" -> new HostStatusCommand();
            case "host exec" -> new HostExecCommand();
            case "key" -> new KeyGroup();
            case "key rotate" -> new KeyRotateCommand();
            case "key show" -> new KeyShowCommand();
            case "host add" -> new HostAddCommand();
            case "host list" -> new HostListCommand();
            case "host show" -> new HostShowCommand();
            case "host edit" -> new HostEditCommand();
            case "host remove" -> new HostRemoveCommand();
            case "host merge" -> new HostMergeCommand();
            case "host group" -> new HostGroupGroup();
            case "host group add" -> new HostGroupAddCommand();
            case "host group remove" -> new HostGroupRemoveCommand();
            case "host group list" -> new HostGroupListCommand();
            case "files" -> new FilesGroup();
            case "files add" -> new FilesAddCommand();
            case "files list" -> new FilesListCommand();
            case "files status" -> new FilesStatusCommand();
            case "files plan" -> new FilesPlanCommand();
            case "files apply" -> new FilesApplyCommand();
            case "files watch" -> new FilesWatchCommand();
            case "files pause" -> new FilesPauseCommand();
            case "files push" -> new FilesPushCommand();
            case "files pull" -> new FilesPullCommand();
            case "files conflicts" -> new FilesConflictsCommand();
            case "files resolve" -> new FilesResolveCommand();
            case "files log" -> new FilesLogCommand();
            case "files trash" -> new FilesTrashCommand();
            case "files hub" -> new FilesHubCommand();
            case "files verify" -> new FilesVerifyCommand();
            case "files import-tcfs" -> new FilesImportTcfsCommand();
            case "files remove" -> new FilesRemoveCommand();
            case "truth" -> new TruthCommand();
            case "logs" -> new LogsCommand();
            case "full" -> new FullCommand();
            case "watch-files" -> new WatchFilesCommand();
            case "component-status" -> new ComponentStatusGroup();
            case "component-status set" -> new ComponentStatusSetCommand();
            case "component-status list" -> new ComponentStatusListCommand();
            case "component-status get" -> new ComponentStatusGetCommand();
            case "component-status remove" -> new ComponentStatusRemoveCommand();
            case "component-command" -> new ComponentCommandGroup();
            case "component-command send" -> new ComponentCommandSendCommand();
            case "component-command next" -> new ComponentCommandNextCommand();
            case "component-command done" -> new ComponentCommandDoneCommand();
            case "component-command fail" -> new ComponentCommandFailCommand();
            case "component-command list" -> new ComponentCommandListCommand();
            case "federate" -> new FederateGroup();
            case "federate status" -> new FederateStatusCommand();
            case "federate login" -> new FederateLoginCommand();
            case "federate role" -> new FederateRoleCommand();
            case "federate leave" -> new FederateLeaveCommand();
            case "federate discard" -> new FederateDiscardCommand();
            case "register" -> new RegisterCommand();
            case "sync" -> new SyncCommand();
            case "menu" -> new MenuGroup();
            case "menu show" -> new MenuShowCommand();
            case "menu run" -> new MenuRunCommand();
            case "hub" -> new HubGroup();
            case "hub status" -> new HubStatusCommand();
            case "hub push" -> new HubPushCommand();
            case "hub consolidate" -> new HubConsolidateCommand();
            case "hub restore" -> new HubRestoreCommand();
            case "hub verify" -> new HubVerifyCommand();
            case "hub forget" -> new HubForgetCommand();
            case "hub keygen" -> new HubKeygenCommand();
            case "hub sign" -> new HubSignCommand();
            case "hub collect" -> new HubCollectCommand();
            case "completion" -> new CompletionCommand();
            default -> throw new IllegalArgumentException("command: '" + name + "' (expected: one of " + NAMES + ")");
        };
    }
}
