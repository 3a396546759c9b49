package dev.till.federation.hub.s3;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;

/** Sends files in parts. An upload that broke off is gone on with: what the store has of it, by checksum, stays. */
final class Parts {
    private static final int MOST_PAGES = 1000;

    private final S3Client client;
    private final String bucket;

    Parts(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    void upload(String name, Path file) throws IOException {
        var upload = unfinished(name).orElseGet(() -> begin(name));
        var there = sent(name, upload);
        var complete = new ArrayList<CompletedPart>();
        try (var from = new RandomAccessFile(file.toFile(), "r")) {
            long left = from.length();
            for (int number = 1; left > 0; number++) {
                var bytes = new byte[(int) Math.min(left, S3Store.PART)];
                from.readFully(bytes);
                left -= bytes.length;
                complete.add(part(name, upload, number, bytes, Optional.ofNullable(there.get(number))));
            }
        }
        client.completeMultipartUpload(request ->
                request.bucket(bucket).key(name).uploadId(upload).multipartUpload(all -> all.parts(complete)));
    }

    /** Drops what began longer ago than {@code older}; {@code clock} reads the store's time from an answer. */
    void drop(String prefix, Duration older, Function<AwsResponse, Instant> clock) {
        for (ListMultipartUploadsResponse page : pages(prefix)) {
            var limit = clock.apply(page).minus(older);
            for (MultipartUpload upload : page.uploads()) {
                if (upload.initiated() != null && upload.initiated().isBefore(limit)) {
                    client.abortMultipartUpload(
                            request -> request.bucket(bucket).key(upload.key()).uploadId(upload.uploadId()));
                }
            }
        }
    }

    static String md5(byte[] bytes) {
        return Base64.getEncoder().encodeToString(digest(bytes));
    }

    private CompletedPart part(String name, String upload, int number, byte[] bytes, Optional<Part> there) {
        var sum = HexFormat.of().formatHex(digest(bytes));
        // Stores that encrypt have other tags: to them everything is sent again.
        if (there.isPresent() && there.get().eTag().replace("\"", "").equals(sum)) {
            return CompletedPart.builder()
                    .partNumber(number)
                    .eTag(there.get().eTag())
                    .build();
        }
        var sent = client.uploadPart(
                request -> request.bucket(bucket)
                        .key(name)
                        .uploadId(upload)
                        .partNumber(number)
                        .contentMD5(md5(bytes)),
                RequestBody.fromBytes(bytes));
        return CompletedPart.builder().partNumber(number).eTag(sent.eTag()).build();
    }

    private String begin(String name) {
        return client.createMultipartUpload(
                        request -> request.bucket(bucket).key(name).contentType("application/octet-stream"))
                .uploadId();
    }

    /** The latest upload of this object that was not finished. */
    private Optional<String> unfinished(String name) {
        return pages(name).stream()
                .flatMap(page -> page.uploads().stream())
                .filter(upload -> upload.key().equals(name))
                .max(Comparator.comparing(MultipartUpload::initiated, Comparator.nullsFirst(Comparator.naturalOrder())))
                .map(MultipartUpload::uploadId);
    }

    private List<ListMultipartUploadsResponse> pages(String prefix) {
        var pages = new ArrayList<ListMultipartUploadsResponse>();
        Optional<ListMultipartUploadsResponse> before = Optional.empty();
        do {
            var last = before;
            var page = client.listMultipartUploads(request -> request.bucket(bucket)
                    .prefix(prefix)
                    .keyMarker(last.map(ListMultipartUploadsResponse::nextKeyMarker)
                            .orElse(null))
                    .uploadIdMarker(last.map(ListMultipartUploadsResponse::nextUploadIdMarker)
                            .orElse(null)));
            pages.add(page);
            before = Optional.of(page).filter(now -> Boolean.TRUE.equals(now.isTruncated()));
        } while (before.isPresent() && pages.size() < MOST_PAGES);
        return pages;
    }

    private Map<Integer, Part> sent(String name, String upload) {
        var parts = new HashMap<Integer, Part>();
        client.listPartsPaginator(request -> request.bucket(bucket).key(name).uploadId(upload))
                .parts()
                .forEach(part -> parts.put(part.partNumber(), part));
        return parts;
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("MD5 is missing from this Java runtime", e);
        }
    }
}
