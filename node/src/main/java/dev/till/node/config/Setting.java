package dev.till.node.config;

import java.util.Optional;

/** Everything that can be set, with its default and what it does. Files, {@code --set} and flags all use these keys. */
public enum Setting {
    NAME("name", "", "name of this device, used when it founds a fleet or enrols; empty: the host name"),
    BIND("bind", "", "address to listen on and to tell peers; empty: the machine's own address on its network"),
    PORT("port", "7270", "port for peers; 0: any free one"),
    ENROLL_PORT("enroll-port", "0", "port that is open while an invite is; 0: any free one"),
    FILES_PORT("files-port", "0", "port where peers get files, open while there is a folder; 0: any free one"),
    FILES_RATE("files-rate", "0", "how many bytes of files are fetched a second at most; 0: no limit"),
    FILES_SCAN("files-scan", "5m", "how often all of a watched folder is looked at; a sixth as often on battery"),
    PEERS("peers", "", "addresses of peers to look for, HOST:PORT, parted by commas"),
    MDNS("mdns", "true", "whether to announce and find peers by multicast DNS"),
    DISCOVERY("discovery", "true", "whether to look for peers at all; without it only peers that dial in are met"),
    HEARTBEAT_INTERVAL("heartbeat-interval", "60s", "how often this node writes its heartbeat register; 0s: never"),
    MAX_DRIFT("max-drift", "60s", "how far in the future a peer's timestamps may lie before they are held aside"),
    GOSSIP_INTERVAL("gossip-interval", "1s", "how often changed registers are folded into Distributed Data"),
    SEGMENT_BYTES("journal-segment-bytes", "67108864", "size at which a journal file is closed and a new one begun"),
    MEMORY_BYTES("memory-bytes", "33554432", "registers kept in memory before they are folded into the store"),
    RETENTION("retention", "30d", "how long removed hosts are listed, and devices unseen are waited for"),
    GIVE_UP_AFTER("give-up-after", "6h", "how long system messages to an unreachable peer are kept"),
    HOST_CHECK_INTERVAL("host-check-interval", "30m", "how often hosts are looked after over SSH; 0s: never"),
    GITHUB_API("github-api", "https://api.github.com", "base address of the GitHub API; TILL_GITHUB_API overrides it"),
    GITHUB_CA("github-ca", "", "PEM file of certificates to trust as that GitHub, besides those the JVM trusts"),
    PUBLISH_INTERVAL("publish-interval", "5m", "how often to look whether the gist of this site has something new"),
    MENU_ALLOW(
            "menu-allow",
            "update,patch,telemetry",
            "kinds of directives that a hub may give; script runs what it says"),
    HUB("hub", "", "S3 hub behind the fleet, https://HOST[:PORT]/BUCKET[/PREFIX]; empty: none"),
    HUB_REGION("hub-region", "us-east-1", "region that requests to the hub are signed for"),
    HUB_CA("hub-ca", "", "PEM file of certificates to trust as the hub, besides those the JVM trusts"),
    HUB_PLAIN("hub-plain", "false", "whether to leave what is in the hub open, for readers without the recovery key"),
    HUB_INTERVAL("hub-interval", "10m", "how often the journal is brought to the hub, and what lacks here fetched"),
    HUB_CONSOLIDATE("hub-consolidate", "6h", "age at which the hub's snapshot is made anew; 0s: only when asked"),
    HUB_GRACE("hub-grace", "1h", "how long the hub keeps what a snapshot covers"),
    HUB_RATE("hub-rate", "0", "how many bytes a second are sent to the hub at most; 0: no limit"),
    HUB_BACKLOG("hub-backlog-bytes", "1073741824", "so many bytes of the journal are kept for the hub at most"),
    LOG_LEVEL("log-level", "info", "least level that is logged: error, warn, info, debug, trace");

    private final String key;
    private final String defaultValue;
    private final String meaning;

    Setting(String key, String defaultValue, String meaning) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.meaning = meaning;
    }

    /** The key as people write it. */
    public String key() {
        return key;
    }

    /** The value when nothing was said. */
    public String defaultValue() {
        return defaultValue;
    }

    /** What it does, in one line. */
    public String meaning() {
        return meaning;
    }

    /** The setting with this key. */
    public static Optional<Setting> of(String key) {
        for (Setting setting : values()) {
            if (setting.key.equals(key)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }
}
