package dev.till.node.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.till.node.Patience;
import dev.till.node.message.TrustCommand.Invited;
import dev.till.node.message.TrustReply.Done;
import dev.till.protocol.trust.Invite;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code openssl s_client} at the port for enrolment, with what a stranger has and with what a guest has. */
class StrangerTest {

    /** A server sends these only after it has accepted the client's certificate. */
    private static final String ACCEPTED = "New Session Ticket arrived";

    @TempDir
    Path homes;

    private Inviting inviting;
    private Invite invite;

    @BeforeAll
    static void findOpenssl() {
        boolean there;
        try {
            there = new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            there = false;
        }
        if (!there) {
            System.err.println("*** SKIPPING StrangerTest: it needs openssl ***");
        }
        assumeTrue(there);
    }

    @BeforeEach
    void open() throws Exception {
        var inviter = Homes.open(homes, "inviter");
        var settings = new TrustSettings(Optional.of("127.0.0.1"), 0, Patience.LIMIT);
        inviting = new Inviting(inviter, Invites.open(homes.resolve("inviter")), settings, List::of);
        invite = Invite.parse(((Done<Invited>) inviting.invite(Duration.ofHours(1), false))
                .value()
                .line());
    }

    @AfterEach
    void close() throws IOException {
        inviting.close();
    }

    @Test
    void withoutCertificate_isRefused() throws Exception {
        assertThat(connect("-tls1_3")).contains("alert").doesNotContain(ACCEPTED);
    }

    @Test
    void withAnOlderTls_isRefused() throws Exception {
        assertThat(connect("-tls1_2")).contains("alert").doesNotContain(ACCEPTED);
    }

    @Test
    void withAKeyOfItsOwn_isRefusedWhateverNameItClaims() throws Exception {
        var key = homes.resolve("own.pem");
        run("genpkey", "-algorithm", "ed25519", "-out", key.toString());

        assertThat(connectWith(key)).contains("alert").doesNotContain(ACCEPTED);
    }

    @Test
    void withTheKeyOfAMember_isRefusedToo() throws Exception {
        // The port for enrolment is for invites; members have another one.
        assertThat(connectWith(homes.resolve("inviter/device.key")))
                .contains("alert")
                .doesNotContain(ACCEPTED);
    }

    @Test
    void withTheInvitesKey_getsThrough() throws Exception {
        var guest = homes.resolve("guest");
        new PrivateFile(guest.resolve("device.key"))
                .create(DeviceKey.pem(DeviceKey.ofSeed(invite.seed()).secret()));

        assertThat(connectWith(guest.resolve("device.key"))).contains(ACCEPTED);
    }

    private String connectWith(Path key) throws Exception {
        var certificate = homes.resolve("certificate.pem");
        run("req", "-x509", "-key", key.toString(), "-subj", "/CN=" + invite.fleet(), "-out", certificate.toString());
        return connect("-tls1_3", "-cert", certificate.toString(), "-key", key.toString());
    }

    /** What the client prints until the server ends the connection, as it does once it has read what is no request. */
    private String connect(String... options) throws Exception {
        var command = new ArrayList<>(
                List.of("openssl", "s_client", "-connect", invite.addresses().get(0), "-ign_eof"));
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(noRequest())
                .start();
        try {
            return readUntil(process.getInputStream(), ACCEPTED);
        } finally {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private File noRequest() throws IOException {
        return Files.write(homes.resolve("no-request"), new byte[64 << 10]).toFile();
    }

    private static String readUntil(InputStream output, String words) throws IOException {
        var text = new StringBuilder();
        var chunk = new byte[4096];
        for (int n = output.read(chunk); n >= 0; n = output.read(chunk)) {
            text.append(new String(chunk, 0, n, StandardCharsets.ISO_8859_1));
            if (text.indexOf(words) >= 0) {
                break;
            }
        }
        return text.toString();
    }

    private static void run(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
