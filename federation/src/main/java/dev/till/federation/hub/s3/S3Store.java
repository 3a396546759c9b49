package dev.till.federation.hub.s3;

import dev.till.federation.github.Trusted;
import dev.till.federation.hub.ObjectKey;
import dev.till.federation.hub.ObjectStore;
import dev.till.federation.hub.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * An object store at an endpoint that speaks the S3 API, by paths and not by host names. Checksums go with everything that is
 * sent. What fails is tried three times.
 */
public final class S3Store implements ObjectStore, AutoCloseable {
    /** Larger files go in parts of this size. */
    static final int PART = 8 << 20;

    private static final int PRECONDITION_FAILED = HttpURLConnection.HTTP_PRECON_FAILED;
    private static final int CONFLICT = HttpURLConnection.HTTP_CONFLICT;
    private static final int TOO_MANY_REQUESTS = 429;

    private final S3Settings settings;
    private final S3Client client;
    private final Parts parts;

    private S3Store(S3Settings settings, S3Client client) {
        this.settings = settings;
        this.client = client;
        parts = new Parts(client, settings.address().bucket());
    }

    /** A store that sends nothing yet; throws IOException when the certificates to trust cannot be read. */
    public static S3Store open(S3Settings settings) throws IOException {
        Optional<SSLSocketFactory> trusted = settings.authority().isPresent()
                ? Optional.of(Trusted.also(settings.authority().get()).getSocketFactory())
                : Optional.empty();
        var client = S3Client.builder()
                .endpointOverride(settings.address().endpoint())
                .region(Region.of(settings.region()))
                .forcePathStyle(true)
                .credentialsProvider(new Credentials(settings.credentials()))
                .httpClient(new JdkHttp(new Outflow(settings.rate()), trusted))
                // Other checksums are sent in ways that older endpoints do not know.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(
                        S3Configuration.builder().chunkedEncodingEnabled(false).build())
                .overrideConfiguration(override -> override.retryStrategy(RetryMode.STANDARD))
                .build();
        return new S3Store(settings, client);
    }

    @Override
    public Optional<Content> read(ObjectKey key) throws StoreException {
        return attempt("read", key, () -> {
            try (var in = client.getObject(
                    request -> request.bucket(settings.address().bucket()).key(name(key)))) {
                var bytes = in.readNBytes(MOST_BYTES + 1);
                if (bytes.length > MOST_BYTES) {
                    in.abort();
                    throw new IOException("more than " + MOST_BYTES + " bytes");
                }
                var response = in.response();
                return Optional.of(
                        new Content(bytes, response.eTag(), age(time(response, key), response.lastModified())));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void put(ObjectKey key, byte[] content) throws StoreException {
        attempt("write", key, () -> {
            put(base(key, content), content);
            return true;
        });
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, byte[] content) throws StoreException {
        return putIf(key, content, base(key, content).ifNoneMatch("*"));
    }

    @Override
    public boolean putIfSame(ObjectKey key, byte[] content, String version) throws StoreException {
        return putIf(key, content, base(key, content).ifMatch(version));
    }

    @Override
    public void upload(ObjectKey key, Path file) throws StoreException, IOException {
        if (Files.size(file) <= PART) {
            put(key, Files.readAllBytes(file));
            return;
        }
        attempt("write", key, () -> {
            parts.upload(name(key), file);
            return true;
        });
    }

    @Override
    public boolean download(ObjectKey key, Path file) throws StoreException {
        return attempt("read", key, () -> {
            try (var in = client.getObject(
                    request -> request.bucket(settings.address().bucket()).key(name(key)))) {
                try (var to = Files.newOutputStream(file)) {
                    in.transferTo(to);
                }
                return true;
            } catch (NoSuchKeyException e) {
                return false;
            }
        });
    }

    @Override
    public void delete(ObjectKey key) throws StoreException {
        attempt(
                "remove",
                key,
                () -> client.deleteObject(
                        request -> request.bucket(settings.address().bucket()).key(name(key))));
    }

    @Override
    public List<Listed> entries(String prefix) throws StoreException {
        return attempt("list", prefix, () -> {
            var all = new ArrayList<Listed>();
            var before = settings.address().prefix();
            Optional<String> more = Optional.empty();
            do {
                var token = more.orElse(null);
                var page = client.listObjectsV2(
                        request -> request.bucket(settings.address().bucket())
                                .prefix(before + prefix)
                                .continuationToken(token));
                var now = time(page, prefix);
                page.contents()
                        .forEach(object -> key(object.key(), before)
                                .ifPresent(key ->
                                        all.add(new Listed(key, object.size(), age(now, object.lastModified())))));
                more = Optional.ofNullable(page.nextContinuationToken()).filter(next -> page.isTruncated());
            } while (more.isPresent());
            return all.stream()
                    .sorted((one, other) -> one.key().compareTo(other.key()))
                    .toList();
        });
    }

    @Override
    public void dropUnfinished(Duration older) throws StoreException {
        attempt("list uploads under", settings.address().prefix(), () -> {
            parts.drop(settings.address().prefix(), older, response -> time(response, "uploads"));
            return true;
        });
    }

    @Override
    public void close() {
        client.close();
    }

    private boolean putIf(ObjectKey key, byte[] content, PutObjectRequest.Builder request) throws StoreException {
        return attempt("write", key, () -> {
            try {
                put(request, content);
                return true;
            } catch (AwsServiceException e) {
                if (e.statusCode() != PRECONDITION_FAILED && e.statusCode() != CONFLICT) {
                    throw e;
                }
                // An answer may have been lost, and what stands in our way be what we wrote ourselves.
                return get(key).filter(there -> Arrays.equals(there, content)).isPresent();
            }
        });
    }

    private PutObjectRequest.Builder base(ObjectKey key, byte[] content) {
        return PutObjectRequest.builder()
                .bucket(settings.address().bucket())
                .key(name(key))
                .contentType("application/octet-stream")
                .contentMD5(Parts.md5(content));
    }

    private void put(PutObjectRequest.Builder request, byte[] content) {
        client.putObject(request.build(), RequestBody.fromBytes(content));
    }

    private String name(ObjectKey key) {
        return settings.address().prefix() + key.value();
    }

    private static Optional<ObjectKey> key(String name, String before) {
        try {
            return Optional.of(new ObjectKey(name.substring(before.length())));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** When the store answered, by its own clock. */
    private static Instant time(AwsResponse response, Object what) {
        var date = response.sdkHttpResponse().firstMatchingHeader("Date").orElse("");
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
        } catch (DateTimeParseException e) {
            throw new UncheckedIOException(new IOException("the answer about " + what + " tells no time: '" + date
                    + "' (expected: a header Date, as HTTP wants it)"));
        }
    }

    private static Duration age(Instant now, Instant since) {
        var age = Duration.between(since, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    private interface Call<T> {
        T make() throws IOException, StoreException;
    }

    private <T> T attempt(String verb, Object what, Call<T> call) throws StoreException {
        var doing = "cannot " + verb + " " + what + " at " + settings.address() + ": ";
        try {
            return call.make();
        } catch (AwsServiceException e) {
            var text = doing + words(e);
            boolean later = e.statusCode() >= 500 && e.statusCode() != HttpURLConnection.HTTP_NOT_IMPLEMENTED;
            throw later || e.statusCode() == TOO_MANY_REQUESTS
                    ? StoreException.retryable(text, e)
                    : StoreException.permanent(text, e);
        } catch (SdkException e) {
            throw StoreException.retryable(doing + root(e), e);
        } catch (IllegalArgumentException e) {
            throw StoreException.permanent(doing + e.getMessage(), e);
        } catch (IOException | UncheckedIOException e) {
            throw StoreException.retryable(doing + root(e), e);
        }
    }

    private static String words(AwsServiceException e) {
        var details = e.awsErrorDetails();
        var code = details == null || details.errorCode() == null ? "" : details.errorCode() + ", ";
        var text = details == null || details.errorMessage() == null ? "" : ": " + details.errorMessage();
        var hint = e.statusCode() == HttpURLConnection.HTTP_FORBIDDEN
                ? " (expected: credentials that may list, read, write and remove objects of the bucket)"
                : "";
        return code + "status " + e.statusCode() + text + hint;
    }

    private static String root(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Optional.ofNullable(cause.getMessage()).orElseGet(cause::toString);
    }
}
