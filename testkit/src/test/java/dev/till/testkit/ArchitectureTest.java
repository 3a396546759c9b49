package dev.till.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.till.protocol.register.Lattice;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who may import whom, and the few other lines that the compiler does not hold. The reasons are in the rules. */
final class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.till");

    private static final String PROTOCOL = "dev.till.protocol..";
    private static final String NODE = "dev.till.node..";
    private static final String PEKKO = "org.apache.pekko..";

    @Test
    @DisplayName("protocol sees the JDK, and YAML in one package")
    void protocolStandsAlone() {
        hold(classes()
                .that()
                .resideInAPackage(PROTOCOL)
                .and()
                .resideOutsideOfPackage("dev.till.protocol.company..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", PROTOCOL)
                .because("values carry no annotations and outlive every library"));
        hold(classes()
                .that()
                .resideInAPackage("dev.till.protocol.company..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", PROTOCOL, "org.snakeyaml.engine.."));
    }

    @Test
    @DisplayName("protocol performs no I/O, draws no random number and starts no thread")
    void protocolIsPure() {
        hold(noClasses()
                .that()
                .resideInAPackage(PROTOCOL)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..", "java.sql..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.(File.*|RandomAccessFile)"
                        + "|java\\.util\\.Random|java\\.security\\.SecureRandom|java\\.lang\\.Thread"
                        + "|java\\.util\\.concurrent\\.(ThreadLocalRandom|Executor.*|CompletableFuture)")
                .because("its decisions are tested without actors, threads or time"));
    }

    @Test
    @DisplayName("federation knows neither actors nor the node")
    void federationIsPlain() {
        hold(noClasses()
                .that()
                .resideInAPackage("dev.till.federation..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PEKKO, NODE));
    }

    @Test
    @DisplayName("features of the node never import each other")
    void featuresAreApart() {
        hold(slices().matching("dev.till.node.(*)..")
                .should()
                .notDependOnEachOther()
                // What features say to each other.
                .ignoreDependency(alwaysTrue(), resideInAPackage("dev.till.node.message.."))
                .ignoreDependency(resideInAPackage("dev.till.node.api.."), alwaysTrue())
                // The far end of the API: commands and the demonstration use the client, and all speak the line
                // protocol of
                // the socket.
                .ignoreDependency(
                        resideInAnyPackage("dev.till.node.cli..", "dev.till.node.demo.."),
                        resideInAPackage("dev.till.node.client.."))
                .ignoreDependency(
                        resideInAnyPackage("dev.till.node.cli..", "dev.till.node.client..", "dev.till.node.demo.."),
                        resideInAPackage("dev.till.node.socket.."))
                .because("the assembly joins them, so that each can be read and replaced alone"));
    }

    @Test
    @DisplayName("nothing but the assembly and testkit sees the assembly")
    void nobodyImportsTheAssembly() {
        hold(noClasses()
                .that()
                .resideInAPackage("dev.till.node.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.till.node"));
    }

    @Test
    @DisplayName("the command line and its client load no Pekko")
    void commandLineIsLight() {
        hold(noClasses()
                .that()
                .resideInAnyPackage("dev.till.node.cli..", "dev.till.node.client..", "dev.till.node.socket..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PEKKO, "dev.till.node.message..", "scala..", "com.typesafe..", "ch.qos.logback..")
                .because("a command that reads takes no longer than five starts of a hello-world JVM"));
    }

    @Test
    @DisplayName("each outside library is seen by one package, SQLite by one for each of its files")
    void librariesHaveOneHome() {
        onlyIn("dev.till.node.discovery..", "javax.jmdns..");
        for (String database : new String[] {"java.sql..", "javax.sql..", "org.sqlite.."}) {
            onlyIn(new String[] {"dev.till.node.store..", "dev.till.node.files.state.."}, database);
        }
        onlyIn(new String[] {"dev.till.node.trust..", "dev.till.node.files.tcfs.."}, "org.bouncycastle..");
        onlyIn("dev.till.node.cli..", "picocli..");
        onlyIn("dev.till.node.ssh.session..", "org.apache.sshd..");
        // A bench steers its peer by whatever that peer is steered by.
        onlyIn(new String[] {"dev.till.federation.github..", "dev.till.testkit.bench.."}, "java.net.http..");
        onlyIn("dev.till.federation.hub.s3..", "software.amazon.awssdk..");
    }

    @Test
    @DisplayName("one place reads a clock")
    void clocksAreRead_inTheAssembly() {
        hold(noClasses()
                .that()
                .resideOutsideOfPackages("dev.till.node", "dev.till.testkit..")
                .should(Conditions.READ_A_CLOCK)
                .because("elsewhere time is an argument, so that tests decide it"));
    }

    @Test
    @DisplayName("actors never wait")
    void actorsNeverBlock() {
        hold(noClasses()
                .that(Conditions.ARE_ACTORS)
                .should(Conditions.BLOCK)
                .because("a waiting actor holds a thread that all others share"));
    }

    @Test
    @DisplayName("every lattice is a record")
    void latticesAreRecords() {
        hold(classes()
                .that()
                .areAssignableTo(Lattice.class)
                .and()
                .areNotInterfaces()
                .should()
                .beRecords());
    }

    @Test
    @DisplayName("every protocol of an actor is sealed, every message a record or an enum")
    void commandsAreSealed() {
        hold(classes()
                .that()
                .areInterfaces()
                .and()
                .haveSimpleNameEndingWith("Command")
                .should(Conditions.BE_SEALED_OVER_VALUES));
    }

    @Test
    @DisplayName("names say what a thing knows or does")
    void namesAreNotJunkDrawers() {
        hold(noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Info|Data|Processor)(\\$.*)?")
                .because("such names say nothing: HostTable, not HostManager"));
    }

    private static void onlyIn(String home, String... libraries) {
        onlyIn(new String[] {home}, libraries);
    }

    private static void onlyIn(String[] homes, String... libraries) {
        hold(noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries));
    }

    /** Rules also hold of packages that have no class so far. */
    private static void hold(ArchRule rule) {
        rule.allowEmptyShould(true).check(OURS);
    }
}
