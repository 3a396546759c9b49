package dev.till.node.federation;

import dev.till.federation.file.OwnersFile;
import dev.till.federation.menu.Menu.Container;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

    private final Path directory;
    private final String host;
    private final List<String> options;

    /**
     * @param host of repositories that are named {@code OWNER/REPO}
     * @param authorities a PEM file of certificates to trust as that host, instead of those that git trusts
     */
    Containers(Path directory, String host, Optional<Path> authorities) {
        this.directory = directory;
        this.host = host;
        var all = new ArrayList<>(List.of("git", "-c", "protocol.allow=never", "-c", "protocol.https.allow=always"));
        authorities.ifPresent(
                pem -> all.addAll(List.of("-c", "http.https://" + host + "/.sslCAInfo=" + pem.toAbsolutePath())));
        options = List.copyOf(all);
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
            git(directory, "init", "--quiet", container.name());
        }
        git(here, "fetch", "--quiet", "--depth", "1", "--", address(container.repository()), container.version());
        git(here, "-c", "advice.detachedHead=false", "checkout", "--quiet", "FETCH_HEAD");
        version.replace(container.version() + "\n");
    }

    private String address(String repository) {
        return repository.startsWith("https://") ? repository : "https://" + host + "/" + repository + ".git";
    }

    /** By HTTPS alone, also where a server leads it elsewhere. */
    private void git(Path where, String... arguments) throws IOException {
        var command = Stream.concat(options.stream(), Stream.of(arguments)).toList();
        var ended = Programs.run(where, PATIENCE, command);
        if (ended.status() != 0) {
            throw new IOException("git " + arguments[0] + ": " + ended.output().strip());
        }
    }

    /** Runs a script that the owner of this machine lets a hub give. */
    static Programs.Ended script(Path home, String text) throws IOException {
        return Programs.run(home, PATIENCE, List.of("/bin/sh", "-c", text));
    }
}
