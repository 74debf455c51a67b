package org.posthorn.dist.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may know whom. Maven keeps the modules apart; this keeps the packages.
class ArchitectureTest {
    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                // The transcript runner comes as a jar of test classes.
                .withImportOption(location -> !location.contains("-tests.jar") && !location.contains("test-classes"))
                .importPackages("org.posthorn");
    }

    @ParameterizedTest
    @CsvSource({
        "common, storage",
        "common, smtp",
        "common, imap",
        "common, pop3",
        "common, dist",
        "storage, smtp",
        "storage, imap",
        "storage, pop3",
        "storage, dist",
        "smtp, imap",
        "smtp, pop3",
        "smtp, dist",
        "imap, smtp",
        "imap, pop3",
        "imap, dist",
        "pop3, smtp",
        "pop3, imap",
        "pop3, dist"
    })
    void modulesKnowOnlyWhatIsBelowThem(String module, String stranger) {
        noClasses()
                .that()
                .resideInAPackage("org.posthorn." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.posthorn." + stranger + "..")
                .check(classes);
    }

    @ParameterizedTest
    @CsvSource({
        "io.netty.., org.posthorn.common.net..",
        "org.rocksdb.., org.posthorn.storage.engine..",
        "org.xbill.., org.posthorn.common.dns..",
        "org.tomlj.., org.posthorn.common.config..",
        "picocli.., org.posthorn.dist.cli..",
        "com.sun.net.httpserver.., org.posthorn.dist.admin..",
        "ch.qos.logback.., org.posthorn.dist.log.."
    })
    void librariesStayBehindTheirDoor(String library, String door) {
        noClasses()
                .that()
                .resideOutsideOfPackage(door)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(classes);
    }

    @Test
    void grammarKnowsNeitherStoreNorClock() {
        noClasses()
                .that()
                .resideInAPackage("..grammar..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.posthorn.storage.engine..", "io.netty..", "java.nio.file..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.posthorn.storage.Account")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.posthorn.storage.MailStore")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .check(classes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"common", "storage", "smtp", "imap", "pop3", "dist"})
    void packagesFormNoCycles(String module) {
        slices().matching("org.posthorn." + module + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void nothingSleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .because("a wait is for something: wait for that, with a deadline")
                .check(classes);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.posthorn.dist.cli..", "org.posthorn.dist")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .accessField(System.class, "in")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(classes);
    }

    @Test
    void loggingGoesThroughSlf4j() {
        // BouncyCastle's TLS logs there; one class tells it to be silent.
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.posthorn.common.tls.BouncyCastle")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(classes);
    }

    @Test
    void nothingDependsOnTheMachinesLocaleOrTimeZone() {
        noClasses()
                .should()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .orShould()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(Locale.class, "getDefault")
                .orShould()
                .callMethod(java.time.ZoneId.class, "systemDefault")
                .orShould()
                .callMethod(java.time.ZonedDateTime.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.time.OffsetDateTime.class, "now")
                .check(classes);
    }

    @Test
    void textBecomesBytesInANamedCharset() {
        noClasses()
                .should()
                .callMethod(String.class, "getBytes")
                .orShould()
                .callConstructor(String.class, byte[].class)
                .orShould()
                .callConstructor(String.class, byte[].class, int.class, int.class)
                .check(classes);
    }
}
