package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.s3.S3Proxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contents of a folder that come by way of an S3 hub, at S3Proxy, while the only device that has them is gone. */
class FilesByHubIT {
    private static final int LARGE = 5 << 20;

    @TempDir
    Path directory;

    private S3Proxy proxy;
    private ProcessFleet fleet;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(S3Proxy.isHere(), "S3Proxy was not fetched");
        proxy = S3Proxy.start(directory.resolve("s3"));
        var rw = PosixFilePermissions.fromString("rw-------");
        for (String name : new String[] {"n0", "n1"}) {
            var credentials = Files.createDirectories(directory.resolve(name).resolve("hub"))
                    .resolve("credentials");
            Files.writeString(
                    credentials,
                    "aws_access_key_id = " + S3Proxy.IDENTITY + "\naws_secret_access_key = " + S3Proxy.SECRET + "\n");
            Files.setPosixFilePermissions(credentials, rw);
        }
        fleet = ProcessFleet.onLoopback(
                        directory,
                        2,
                        "--no-mdns",
                        "--set",
                        "hub=" + proxy.hub(),
                        "--set",
                        "hub-interval=1h",
                        "--set",
                        "hub-consolidate=0s",
                        "--set",
                        "hub-grace=0s")
                .start();
        fleet.node(0).till("hub", "push").orThrow();
        var key = fleet.node(0)
                .json("hub", "status", "--show-key")
                .get("recovery_key")
                .asText();
        fleet.node(1)
                .program("hub", "push", "--recovery-key", "-")
                .reading(key + "\n")
                .run()
                .orThrow();
    }

    @AfterEach
    void stop() {
        if (fleet != null) {
            fleet.close();
        }
        if (proxy != null) {
            proxy.close();
        }
    }

    @Test
    void contents_areHadFromTheBucket_whenTheirDeviceIsGone_andGoWhenNobodyWantsThem() throws IOException {
        var profile = Files.writeString(directory.resolve("hub.prf"), "hub = true\nignore = Name *.key\n");
        var folder = new SyncedFolders(fleet, directory, "code", "--profile", profile.toString());
        var large = new byte[LARGE];
        new Random(7).nextBytes(large);
        Files.write(folder.root(0).resolve("large.bin"), large);
        folder.write(0, "deep/small.txt", "small, and nobody else's business");
        folder.write(0, "id.key", "secret");
        folder.till(0, "apply").orThrow();
        var brought = folder.till(0, "hub", "--json").orThrow();
        assertThat(brought.out()).contains("\"postponed\":false");
        assertThat(folder.till(0, "hub").orThrow().out()).contains("code: 0 of ");
        fleet.awaitEqual();
        fleet.node(0).crash();

        var applied = folder.till(1, "apply", "--json");

        assertThat(applied.status()).as(applied.toString()).isZero();
        assertThat(folder.root(1).resolve("large.bin")).hasBinaryContent(large);
        assertThat(folder.read(1, "deep/small.txt")).isEqualTo("small, and nobody else's business");
        folder.assertEqualBut("*.key");
        assertThat(inTheBucket()).contains("files/contents/", "files/refs/").doesNotContain("code", "small");

        fleet.node(0).start();
        fleet.awaitTogether();
        for (int device = 0; device < 2; device++) {
            folder.till(device, "hub").orThrow();
        }
        folder.delete(0, "large.bin");
        folder.settle();
        for (int device = 0; device < 2; device++) {
            folder.till(device, "hub").orThrow();
        }
        folder.till(0, "hub", "--collect").orThrow();
        assertThat(folder.till(1, "hub", "--collect").orThrow().out()).doesNotContain(" 0 removed");
        assertThat(inTheBucket().lines().filter(line -> line.contains("files/contents/")))
                .as("what is left of the contents")
                .hasSize(1);
    }

    @Test
    void folderThatIsNotForTheHub_isNotBroughtThere() throws IOException {
        var folder = new SyncedFolders(fleet, directory, "private");
        folder.write(0, "x", "x");
        folder.till(0, "apply").orThrow();

        var refused = folder.till(0, "hub");

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("hub = true");
        assertThat(inTheBucket()).doesNotContain("files/");
    }

    private String inTheBucket() {
        return proxy.s3cmd("ls", "-r", "s3://" + S3Proxy.BUCKET);
    }
}
