package dev.till.node.federation;

import dev.till.federation.file.OwnersFile;
import dev.till.federation.menu.Menu.Container;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The containers that menus have brought here, each a working copy of its git repository in {@code containers/NAME} of the home,
 * made by the real {@code git}. What a container has written there is kept; a change to one of its files that would be lost
 * stops the update.
 */
final class Containers {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Pattern VERSION_FILE = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,63})\\.version");

    /** By HTTPS alone, also where a server leads it elsewhere. */
    private static final List<String> GIT = List.of(
            "git",
            "-c",
            "protocol.allow=never",
            "-c",
            "protocol.https.allow=always",
            "-c",
            "advice.detachedHead=false");

    private final Path directory;
    private final String host;
    private final Map<String, String> trust;

    /**
     * @param host of repositories that are named {@code OWNER/REPO}
     * @param authorities a PEM file of certificates to trust as that host, instead of those that git trusts
     */
    Containers(Path directory, String host, Optional<Path> authorities) {
        this.directory = directory;
        this.host = host;
        // Where the node runs the variable may be set, for other hosts, and it comes before what git is configured to
        // trust.
        trust = authorities
                .map(pem -> Map.of("GIT_SSL_CAINFO", pem.toAbsolutePath().toString()))
                .orElse(Map.of());
    }

    /** The version of each container that is here, by name. */
    Map<String, String> installed() throws IOException {
        var installed = new TreeMap<String, String>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    var name = VERSION_FILE.matcher(file.getFileName().toString());
                    if (name.matches()) {
                        installed.put(name.group(1), Files.readString(file).strip());
                    }
                }
            }
        }
        return installed;
    }

    /** Brings a container here, or to another version. Throws IOException, saying what git said. */
    void have(Container container) throws IOException {
        OwnersFile.createDirectory(directory);
        var here = directory.resolve(container.name());
        var version = new OwnersFile(directory.resolve(container.name() + ".version"));
        if (!Files.isDirectory(here.resolve(".git"))) {
            git(directory, Map.of(), "init", "--quiet", container.name());
        }
        var address = address(container.repository());
        var trusted = address.startsWith(ours()) ? trust : Map.<String, String>of();
        git(here, trusted, "fetch", "--quiet", "--depth", "1", "--", address, container.version());
        git(here, Map.of(), "checkout", "--quiet", "FETCH_HEAD");
        version.replace(container.version() + "\n");
    }

    private String address(String repository) {
        return repository.startsWith("https://") ? repository : ours() + repository + ".git";
    }

    private String ours() {
        return "https://" + host + "/";
    }

    private static void git(Path where, Map<String, String> variables, String... arguments) throws IOException {
        var command = Stream.concat(GIT.stream(), Stream.of(arguments)).toList();
        var ended = Programs.run(where, PATIENCE, command, variables);
        if (ended.status() != 0) {
            throw new IOException("git " + arguments[0] + ": " + ended.output().strip());
        }
    }

    /** Runs a script that the owner of this machine lets a hub give. */
    static Programs.Ended script(Path home, String text) throws IOException {
        return Programs.run(home, PATIENCE, List.of("/bin/sh", "-c", text));
    }
}
