package dev.clue.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The arrows between the modules, and the house rules that a compiler does not check. Every module is on this one's
 * class path, so all of them are seen from here.
 */
class ArchitectureTest {
    private static final String ONNX = "dev.clue.onnx..";
    private static final String HUB = "dev.clue.onnx.hub..";
    private static final String OPENAI = "dev.clue.openai..";
    private static final String EVAL = "dev.clue.eval..";
    private static final String CLI = "dev.clue.cli..";
    private static final String GENERATED = "/report/template/";

    private static final DescribedPredicate<JavaClass> CORE = DescribedPredicate.describe(
            "reside in clue-core",
            type -> type.getPackageName().startsWith("dev.clue")
                    && !type.getPackageName().matches("dev\\.clue\\.(onnx|openai|eval|cli)(\\..*)?"));

    private static final Set<String> EMPTY_NAMES =
            Set.of("util", "utils", "common", "helper", "helpers", "impl", "manager");

    private static JavaClasses all;

    @BeforeAll
    static void importClasses() {
        all = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .withImportOption(location -> !location.contains(GENERATED))
                .importPackages("dev.clue");
    }

    @Test
    void everyModuleIsSeen() {
        assertThat(all.stream().filter(CORE)).isNotEmpty();
        assertThat(all.containPackage("dev.clue.onnx")).isTrue();
        assertThat(all.containPackage("dev.clue.openai")).isTrue();
        assertThat(all.containPackage("dev.clue.eval")).isTrue();
        assertThat(all.containPackage("dev.clue.cli")).isTrue();
    }

    @Test
    void coreKnowsNoneOfTheOthers() {
        noClasses()
                .that(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ONNX, OPENAI, EVAL, CLI)
                .check(all);
    }

    @Test
    void coreDependsOnAlmostNothing() {
        classes()
                .that(CORE)
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.or(
                        CORE,
                        JavaClass.Predicates.resideInAnyPackage(
                                "java..",
                                "javax.imageio..",
                                "org.w3c.dom..",
                                "org.jspecify.annotations..",
                                "org.slf4j..",
                                "com.fasterxml.jackson..",
                                "org.snakeyaml.engine..",
                                "org.commonmark..",
                                "com.drew..")))
                .check(all);
    }

    @Test
    void theEngineKnowsTheCoreAlone() {
        noClasses()
                .that()
                .resideInAPackage(ONNX)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(OPENAI, EVAL, CLI)
                .check(all);
    }

    @Test
    void serversKnowTheCoreAlone() {
        noClasses()
                .that()
                .resideInAPackage(OPENAI)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ONNX, EVAL, CLI)
                .check(all);
    }

    @Test
    void onlyServersAndTheHubTouchTheNetwork() {
        noClasses()
                .that()
                .resideOutsideOfPackages(OPENAI, HUB)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .check(all);
        noClasses()
                .that()
                .resideOutsideOfPackage(OPENAI)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.github.resilience4j..")
                .check(all);
    }

    @Test
    void theHubKnowsNothingOfTheEngine() {
        noClasses()
                .that()
                .resideInAPackage(HUB)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.clue.onnx")
                .check(all);
    }

    @Test
    void evaluationKnowsTheCoreAlone() {
        noClasses()
                .that()
                .resideInAPackage(EVAL)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ONNX, OPENAI, CLI)
                .check(all);
    }

    @Test
    void onlyTheEngineTouchesTheRuntime() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ONNX)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnxruntime..", "ai.djl..")
                .check(all);
    }

    @Test
    void theModelsModuleHasNoCode() {
        assertThat(all.stream().filter(type -> type.getPackageName().startsWith("dev.clue.models")))
                .isEmpty();
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("dev.clue.(*)..").should().beFreeOfCycles().check(all);
    }

    @Test
    void packagesAreNamedForWhatTheyAre() {
        assertThat(packages())
                .allSatisfy(
                        javaPackage -> assertThat(Set.of(javaPackage.getName().split("\\.")))
                                .doesNotContainAnyElementsOf(EMPTY_NAMES));
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .check(all);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(packages())
                .isNotEmpty()
                .allSatisfy(javaPackage -> assertThat(javaPackage.isAnnotatedWith(NullMarked.class))
                        .as("%s has a package-info.java with @NullMarked", javaPackage.getName())
                        .isTrue());
    }

    @Test
    void nobodyWritesToTheConsoleButTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CLI)
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(all);
    }

    private static Set<JavaPackage> packages() {
        return all.stream().map(JavaClass::getPackage).collect(Collectors.toSet());
    }
}
