package dev.till.node.ssh.home;

import dev.till.protocol.host.HostRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * The directory {@code ssh/} of a home, as till and the real {@code ssh} both use it. What is there already is kept, the key
 * above all. One process at a time writes here: the node that holds the lock of the home.
 */
public final class SshHome {
    /** What stands before a host's name where {@code ssh} is told it. */
    public static final String ALIAS = "till-";

    static final String DIRECTORY = "ssh";
    static final String KEY = "ssh/till_federation_ed25519";
    static final String OLD_KEY = KEY + ".old";
    static final String KNOWN_HOSTS = "ssh/known_hosts";
    static final String CONTROL = "ssh/control";
    private static final String CONFIG = "ssh/config";
    private static final int MAX_BYTES = 4 << 20;

    private final Path home;

    private SshHome(Path home) {
        this.home = home.toAbsolutePath().normalize();
    }

    /** The one of that home, whether it is there or not. */
    public static SshHome of(Path home) {
        return new SshHome(home);
    }

    /** Whether {@link #create} has been called for this home, now or long ago. */
    public boolean exists() {
        return Files.exists(key());
    }

    /**
     * Makes what is missing.
     *
     * @param comment said at the end of the public key, so that people know whose it is
     * @return whether a key was made, and not found
     * @throws IOException also when there is a key that till cannot read
     */
    public boolean create(String comment) throws IOException {
        // Asked first: a home that ssh cannot be told of should not be half made.
        new SshConfigText(home, false);
        OwnersFile.directory(home.resolve(DIRECTORY));
        OwnersFile.directory(home.resolve(CONTROL));
        boolean isNew = !exists();
        if (isNew) {
            OwnersFile.replace(key(), OpenSshKey.generate(comment));
        }
        if (isNew || Files.notExists(publicFile())) {
            OwnersFile.replace(publicFile(), publicKey().line(comment) + "\n");
        }
        OwnersFile.append(knownHosts(), "");
        return isNew;
    }

    /** The public key that hosts are to admit. */
    public SshPublicKey publicKey() throws IOException {
        return publicKey(key());
    }

    /** The public key of {@link #oldKey}, which is there. */
    public SshPublicKey oldPublicKey() throws IOException {
        return publicKey(oldKey());
    }

    private static SshPublicKey publicKey(Path key) throws IOException {
        try {
            return OpenSshKey.publicKey(read(key));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    key + ": " + e.getMessage()
                            + " (expected: a key of OpenSSH; convert it with `ssh-keygen -p -N '' -f " + key
                            + "`, or move it away and run `till host init`)",
                    e);
        }
    }

    /** Makes the configuration say what these hosts are; tells whether it said something else before. */
    public boolean configure(Collection<HostRecord> hosts) throws IOException {
        var before = Files.exists(config()) ? read(config()) : "";
        var now = new SshConfigText(home, Files.exists(oldKey())).with(before, hosts);
        if (now.equals(before)) {
            return false;
        }
        OwnersFile.replace(config(), now);
        return true;
    }

    /** For {@code ssh -F}. */
    public Path config() {
        return home.resolve(CONFIG);
    }

    /** The private key. */
    public Path key() {
        return home.resolve(KEY);
    }

    /** The key before this one, while some hosts may admit no other; it need not be there. */
    public Path oldKey() {
        return home.resolve(OLD_KEY);
    }

    /** Begins with a new key, and keeps the old one beside it. Does nothing while that has not been forgotten. */
    public void rotate(String comment) throws IOException {
        if (Files.notExists(oldKey())) {
            OwnersFile.replace(oldKey(), read(key()));
        }
        // A crash between the two leaves the same key twice.
        if (read(oldKey()).equals(read(key()))) {
            OwnersFile.replace(key(), OpenSshKey.generate(comment));
        }
        OwnersFile.replace(publicFile(), publicKey().line(comment) + "\n");
    }

    /** Deletes the old key, if there is one. */
    public void forgetOldKey() throws IOException {
        Files.deleteIfExists(oldKey());
    }

    /** Which host has which key, shared with {@code ssh}. */
    public Path knownHosts() {
        return home.resolve(KNOWN_HOSTS);
    }

    private Path publicFile() {
        return home.resolve(KEY + ".pub");
    }

    private static String read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + ": " + Files.size(file) + " bytes (expected: at most " + MAX_BYTES + ")");
        }
        return Files.readString(file);
    }
}
