package dev.till.node.ssh.home;

import dev.till.protocol.host.HostRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;

/**
 * The text of {@code ssh/config}: one block for each host, made anew from the hosts, between two marks. What stands outside
 * the marks is the user's and is kept to the byte; where it stands above, it wins, as {@code ssh} takes the first value it
 * finds.
 */
final class SshConfigText {
    static final String BEGIN =
            "# BEGIN till: made from the hosts of the fleet; what you write outside the marks is kept";
    static final String END = "# END till";

    /** A socket's path holds 108 bytes with its end; {@code %C} stands for 40, and ssh adds 17 while it makes one. */
    private static final int LONGEST_CONTROL_DIRECTORY = 108 - 1 - 1 - 40 - 17;

    private final Path home;
    private final boolean twoKeys;

    /**
     * @param home absolute; throws IllegalArgumentException when no path below it can be written so that ssh reads it
     * @param twoKeys whether the old key is to be tried, too
     */
    SshConfigText(Path home, boolean twoKeys) {
        this.home = home;
        this.twoKeys = twoKeys;
        var text = home.toString();
        if (text.contains("${") || text.chars().anyMatch(c -> c == '"' || c == '\\' || c < ' ')) {
            throw new IllegalArgumentException("home: '" + text
                    + "' (expected: a path without quotes, backslashes, line breaks and ${, which ssh could not read)");
        }
    }

    /** What the file says when it said {@code before}; empty when there was none. */
    String with(String before, Collection<HostRecord> hosts) {
        int begin = before.startsWith(BEGIN) ? 0 : before.indexOf("\n" + BEGIN) + 1;
        boolean marked = before.startsWith(BEGIN) || begin > 0;
        int end = marked ? before.indexOf("\n" + END, begin) : -1;
        if (end < 0) {
            var above = marked ? before.substring(0, begin) : before;
            return above + (above.isEmpty() || above.endsWith("\n") ? "" : "\n") + blocks(hosts) + "\n";
        }
        return before.substring(0, begin) + blocks(hosts) + before.substring(end + 1 + END.length());
    }

    private String blocks(Collection<HostRecord> hosts) {
        var text = new StringBuilder(BEGIN).append('\n');
        hosts.stream()
                .filter(host -> !host.isRemoved() && host.address().isPresent())
                .forEach(host -> text.append(block(host)));
        return text.append(common()).append(END).toString();
    }

    private String block(HostRecord host) {
        var name = host.name();
        var folded = name.value().equals(name.folded()) ? "" : " " + SshHome.ALIAS + name.folded();
        var block = new StringBuilder("Host " + SshHome.ALIAS + name + folded + "\n");
        // The zone of an IPv6 address begins with what ssh takes for a token.
        block.append("    HostName ")
                .append(host.address().orElseThrow().value().replace("%", "%%"))
                .append('\n');
        host.user().ifPresent(user -> block.append("    User ").append(user).append('\n'));
        return block.append("    Port ").append(host.port()).append('\n').toString();
    }

    private String common() {
        return """
                Host till-*
                    IdentityFile %s
                %s    IdentitiesOnly yes
                    StrictHostKeyChecking accept-new
                    UserKnownHostsFile %s
                %s    ServerAliveInterval 60
                    ServerAliveCountMax 3
                """.formatted(quoted(SshHome.KEY), old(), quoted(SshHome.KNOWN_HOSTS), sharing());
    }

    private String old() {
        return twoKeys ? "    IdentityFile " + quoted(SshHome.OLD_KEY) + "\n" : "";
    }

    /** One connection for all, where the path of its socket is short enough for the kernel. */
    private String sharing() {
        var directory = home.resolve(SshHome.CONTROL).toString().getBytes(StandardCharsets.UTF_8);
        if (directory.length > LONGEST_CONTROL_DIRECTORY) {
            return "";
        }
        return """
                    ControlMaster auto
                    ControlPersist 10m
                    ControlPath %s
                """.formatted(quoted(SshHome.CONTROL).replace("control\"", "control/%C\""));
    }

    private String quoted(String below) {
        return '"' + home.resolve(below).toString().replace("%", "%%") + '"';
    }
}
