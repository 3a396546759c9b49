package dev.till.node.ssh.deploy;

import dev.till.protocol.host.HostName;
import dev.till.protocol.id.EntityPath;
import dev.till.protocol.id.Shown;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where on a host releases are kept: an absolute path, or one below the home of the account. */
public record DeployPath(String value) {
    private static final String ENTITIES = "deployments/";
    private static final Pattern FORM = Pattern.compile("/?[^/\\p{Cntrl}]+(/[^/\\p{Cntrl}]+)*");

    public DeployPath {
        if (value.length() > 1000
                || !FORM.matcher(value).matches()
                || value.startsWith("-")
                || Arrays.asList(value.split("/", -1)).contains("..")) {
            throw new IllegalArgumentException("to: '" + Shown.of(value)
                    + "' (expected: a path on the host without .. and control characters, below the home unless it begins"
                    + " with /)");
        }
    }

    /** A path as people write it: {@code ~/x} is x below the home, and a slash at the end says nothing. */
    public static DeployPath parse(String text) {
        var path = text.startsWith("~/") ? text.substring(2) : text;
        return new DeployPath(path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }

    /** The entity that tells how far deploying there has come. */
    public EntityPath entity(HostName host) {
        return new EntityPath(under(host) + (value.startsWith("/") ? value : "/~/" + value));
    }

    /** The prefix of all entities that tell of this host. */
    public static String under(HostName host) {
        return ENTITIES + host.folded();
    }

    /** The path whose entity this is; empty when it is that of none. */
    public static Optional<DeployPath> of(HostName host, EntityPath entity) {
        var below = entity.value().substring(under(host).length());
        try {
            return Optional.of(new DeployPath(below.startsWith("/~/") ? below.substring(3) : below));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
