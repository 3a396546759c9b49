package dev.till.node.config;

import dev.till.federation.github.ApiAddress;
import dev.till.federation.hub.HubAddress;
import dev.till.federation.menu.Menu;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.time.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The settings of a node as types that cannot be wrong. Built once, then passed as a value.
 *
 * @param home where everything of this node lives
 * @param name for this device when it founds a fleet or enrols; empty: the host name
 * @param peers {@code HOST:PORT} each
 * @param settings the texts these were read from, for {@code config show}
 */
public record NodeConfig(
        Path home,
        Optional<DeviceName> name,
        Optional<String> bind,
        int port,
        int enrollPort,
        int filesPort,
        long filesRate,
        Duration filesScan,
        List<String> peers,
        boolean mdns,
        boolean discovery,
        Duration heartbeatInterval,
        Duration maxDrift,
        Duration gossipInterval,
        int segmentBytes,
        long memoryBytes,
        Duration retention,
        Duration giveUpAfter,
        Duration hostCheckInterval,
        ApiAddress githubApi,
        Optional<Path> githubCa,
        Duration publishInterval,
        Set<Menu.DirectiveType> menuAllow,
        HubConfig hub,
        String logLevel,
        Settings settings) {

    /** Reads every setting; throws IllegalArgumentException that names everything wrong at once. */
    public static NodeConfig of(Path home, Settings settings) {
        var read = new Reader(settings, new ArrayList<>());
        var config = new NodeConfig(
                home.toAbsolutePath().normalize(),
                read.optional(Setting.NAME, DeviceName::new),
                read.optional(Setting.BIND, Function.identity()),
                read.port(Setting.PORT),
                read.port(Setting.ENROLL_PORT),
                read.port(Setting.FILES_PORT),
                read.number(Setting.FILES_RATE, 0, 1L << 40),
                read.positive(Setting.FILES_SCAN),
                read.peers(),
                read.flag(Setting.MDNS),
                read.flag(Setting.DISCOVERY),
                read.duration(Setting.HEARTBEAT_INTERVAL),
                read.duration(Setting.MAX_DRIFT),
                read.duration(Setting.GOSSIP_INTERVAL),
                (int) read.number(Setting.SEGMENT_BYTES, 1 << 16, 1 << 30),
                read.number(Setting.MEMORY_BYTES, 1 << 20, 1L << 40),
                read.duration(Setting.RETENTION),
                read.duration(Setting.GIVE_UP_AFTER),
                read.duration(Setting.HOST_CHECK_INTERVAL),
                read.githubApi(),
                read.optional(Setting.GITHUB_CA, Path::of),
                read.positive(Setting.PUBLISH_INTERVAL),
                read.menuAllow(),
                read.hub(),
                read.oneOf(Setting.LOG_LEVEL, "error", "warn", "info", "debug", "trace"),
                settings);
        if (!read.problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", read.problems));
        }
        return config;
    }

    /** Reads one setting after the other and collects what is wrong with them. */
    private record Reader(Settings settings, List<String> problems) {

        <T> Optional<T> optional(Setting setting, Function<String, T> parse) {
            var text = settings.text(setting);
            return text.isEmpty() ? Optional.empty() : read(setting, parse);
        }

        int port(Setting setting) {
            return (int) number(setting, 0, 65_535);
        }

        long number(Setting setting, long least, long most) {
            return read(setting, Long::valueOf)
                    .filter(number -> least <= number && number <= most)
                    .orElseGet(() -> {
                        refuse(setting, "a number from " + least + " to " + most);
                        return least;
                    });
        }

        boolean flag(Setting setting) {
            return oneOf(setting, "true", "false").equals("true");
        }

        Duration duration(Setting setting) {
            return read(setting, DurationText::parse).orElse(Duration.ZERO);
        }

        ApiAddress githubApi() {
            return read(Setting.GITHUB_API, ApiAddress::parse)
                    .orElseGet(() -> ApiAddress.parse(Setting.GITHUB_API.defaultValue()));
        }

        Set<Menu.DirectiveType> menuAllow() {
            var allowed = EnumSet.noneOf(Menu.DirectiveType.class);
            for (String word : settings.text(Setting.MENU_ALLOW).split(",", -1)) {
                try {
                    if (!word.isBlank()) {
                        allowed.add(Menu.DirectiveType.valueOf(word.strip().toUpperCase(Locale.ROOT)));
                    }
                } catch (IllegalArgumentException e) {
                    problems.add("menu-allow: '" + word.strip() + "' (expected: update, patch, telemetry or script)");
                }
            }
            return allowed;
        }

        HubConfig hub() {
            return new HubConfig(
                    optional(Setting.HUB, HubAddress::parse),
                    settings.text(Setting.HUB_REGION),
                    optional(Setting.HUB_CA, Path::of),
                    flag(Setting.HUB_PLAIN),
                    positive(Setting.HUB_INTERVAL),
                    duration(Setting.HUB_CONSOLIDATE),
                    duration(Setting.HUB_GRACE),
                    number(Setting.HUB_RATE, 0, 1L << 40),
                    number(Setting.HUB_BACKLOG, 0, 1L << 50));
        }

        Duration positive(Setting setting) {
            var duration = duration(setting);
            if (duration.isZero()) {
                refuse(setting, "more than nothing, such as 5m");
            }
            return duration;
        }

        String oneOf(Setting setting, String... allowed) {
            var text = settings.text(setting).toLowerCase(Locale.ROOT);
            if (!Arrays.asList(allowed).contains(text)) {
                refuse(setting, String.join(", ", allowed));
            }
            return text;
        }

        List<String> peers() {
            var peers = Arrays.stream(settings.text(Setting.PEERS).split(",", -1))
                    .map(String::strip)
                    .filter(peer -> !peer.isEmpty())
                    .toList();
            peers.stream()
                    .filter(peer -> !isHostAndPort(peer))
                    .forEach(peer -> problems.add("peers: '" + peer + "' (expected: HOST:PORT)"));
            return peers;
        }

        private static boolean isHostAndPort(String peer) {
            int colon = peer.lastIndexOf(':');
            try {
                int port = colon < 1 ? 0 : Integer.parseInt(peer.substring(colon + 1));
                return 1 <= port && port <= 65_535;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        private <T> Optional<T> read(Setting setting, Function<String, T> parse) {
            try {
                return Optional.of(parse.apply(settings.text(setting)));
            } catch (NumberFormatException e) {
                return Optional.empty();
            } catch (IllegalArgumentException e) {
                problems.add(setting.key() + ": " + e.getMessage());
                return Optional.empty();
            }
        }

        private void refuse(Setting setting, String expected) {
            problems.add(setting.key() + ": '" + settings.text(setting) + "' (expected: " + expected + ")");
        }
    }
}
