package dev.till.federation.hub.s3;

import dev.till.federation.file.OwnersFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Who we are to the endpoint: what a file of the home says, else the SDK's usual chain (environment, {@code ~/.aws},
 * container, instance). Looked at for each request, so a change counts at once.
 */
final class Credentials implements AwsCredentialsProvider {
    private static final String ID = "aws_access_key_id";
    private static final String SECRET = "aws_secret_access_key";
    private static final String SESSION = "aws_session_token";

    private final Path path;
    private final AwsCredentialsProvider usual;

    /** @param path lines of {@code name = value}, named as in {@code ~/.aws/credentials}; mode 0600 */
    Credentials(Path path) {
        this(path, DefaultCredentialsProvider.builder().build());
    }

    Credentials(Path path, AwsCredentialsProvider usual) {
        this.path = path;
        this.usual = usual;
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            var file = new OwnersFile(path);
            var text = file.read();
            if (text.isEmpty()) {
                return ofTheChain();
            }
            if (file.isOpenToOthers()) {
                throw new IllegalArgumentException(
                        path + ": open to others (expected: mode 0600; run: chmod 600 " + path + ")");
            }
            return of(values(text.get()));
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The chain tells of each of its links at length, and not of the file. */
    private AwsCredentials ofTheChain() {
        try {
            return usual.resolveCredentials();
        } catch (SdkClientException e) {
            var none = SdkClientException.create("no credentials (expected: " + path + " of mode 0600, with lines " + ID
                    + " = … and " + SECRET + " = …; or the usual places, such as AWS_ACCESS_KEY_ID and"
                    + " AWS_SECRET_ACCESS_KEY in the environment of the node)");
            none.addSuppressed(e);
            throw none;
        }
    }

    private AwsCredentials of(Map<String, String> values) {
        var id = values.getOrDefault(ID, "");
        var secret = values.getOrDefault(SECRET, "");
        if (id.isEmpty() || secret.isEmpty()) {
            throw new IllegalArgumentException(
                    path + ": no credentials (expected: lines " + ID + " = … and " + SECRET + " = …)");
        }
        var session = values.getOrDefault(SESSION, "");
        return session.isEmpty()
                ? AwsBasicCredentials.create(id, secret)
                : AwsSessionCredentials.create(id, secret, session);
    }

    private static Map<String, String> values(String text) {
        var values = new HashMap<String, String>();
        text.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        });
        return values;
    }
}
