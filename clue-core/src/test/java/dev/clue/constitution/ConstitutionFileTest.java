package dev.clue.constitution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.error.ConfigurationException;
import dev.clue.error.ConstitutionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reads, and how source and lock come together. */
class ConstitutionFileTest {

    private static final String HANDWRITTEN = """
            constitution: playground
            version: 3
            rules:
              - id: weapon-near-child
                rule: A child should not touch a weapon.
                maps_to: [violence]
                preconditions:
                  - any: [{statement: a child is visible, objects: [child]}]
                  - any:
                      - {statement: a child touches a weapon, objects: [child, weapon]}
                      - statement: the scene is a battlefield
            """;

    private static final String BARE = """
            constitution: playground
            version: 1
            rules:
              - id: weapon-near-child
                rule: A child should not touch a weapon.
            """;

    @TempDir
    Path folder;

    @Test
    void readsHandwrittenRulesWithoutALock() throws IOException {
        Constitution constitution = ConstitutionFile.read(write("policy.clue.yaml", HANDWRITTEN));

        assertThat(constitution.id()).isEqualTo("playground");
        assertThat(constitution.version()).isEqualTo(3);
        assertThat(constitution.rules()).hasSize(1);
        Rule rule = constitution.rules().getFirst();
        assertThat(rule.id()).isEqualTo("weapon-near-child");
        assertThat(rule.text()).isEqualTo("A child should not touch a weapon.");
        assertThat(rule.objectified()).isEqualTo(rule.text());
        assertThat(rule.mapsTo()).containsExactly("violence");
        assertThat(rule.preconditions())
                .containsExactly(
                        new Precondition(List.of(new Statement("a child is visible", List.of("child")))),
                        new Precondition(List.of(
                                new Statement("a child touches a weapon", List.of("child", "weapon")),
                                new Statement("the scene is a battlefield", List.of()))));
    }

    @Test
    void takesChainAndObjectiveFormFromTheLock() throws IOException {
        Path file = write("policy.clue.yaml", BARE);
        SourceRule source = ConstitutionFile.readSource(file).rules().getFirst();
        Files.writeString(LockFile.beside(file), lock(source.sha256()).toYaml());

        Rule rule = ConstitutionFile.read(file).rules().getFirst();

        assertThat(rule.text()).isEqualTo("A child should not touch a weapon.");
        assertThat(rule.objectified()).isEqualTo("No part of a child touches a weapon.");
        assertThat(rule.preconditions()).hasSize(1);
    }

    @Test
    void aHandwrittenObjectiveFormIsKept() throws IOException {
        Path file = write("policy.clue.yaml", HANDWRITTEN + "    objectified: No hand of a child is on a weapon.\n");

        assertThat(ConstitutionFile.read(file).rules().getFirst().objectified())
                .isEqualTo("No hand of a child is on a weapon.");
    }

    @Test
    void aRuleWithoutChainOrLockSaysWhatMendsIt() throws IOException {
        Path file = write("policy.clue.yaml", BARE);

        assertFindings(
                file,
                file + ":4:5: rule weapon-near-child: the rule has no preconditions, and there is no "
                        + LockFile.beside(file) + ": run clue compile " + file
                        + ", or write its preconditions by hand");
    }

    @Test
    void aRuleThatTheLockDoesNotHaveSaysWhatMendsIt() throws IOException {
        Path file = write("policy.clue.yaml", BARE);
        Files.writeString(LockFile.beside(file), new LockFile("playground", List.of()).toYaml());

        assertFindings(
                file,
                file + ":4:5: rule weapon-near-child: the rule has no preconditions, and " + LockFile.beside(file)
                        + " has no entry for it: run clue compile " + file + ", or write its preconditions by hand");
    }

    @Test
    void aStaleEntryIsRefused() throws IOException {
        Path file = write("policy.clue.yaml", BARE);
        String digest = ConstitutionFile.readSource(file).rules().getFirst().sha256();
        Files.writeString(LockFile.beside(file), lock(digest).toYaml());
        Files.writeString(file, BARE.replace("touch", "hold"));
        String now = ConstitutionFile.readSource(file).rules().getFirst().sha256();

        assertFindings(
                file,
                file + ":4:5: rule weapon-near-child: the rule has changed since " + LockFile.beside(file)
                        + " was written, so its entry there is stale: run clue compile " + file
                        + ", or write the rule's preconditions by hand, or, if those of the entry still fit, set the entry's source_sha256 to "
                        + now);

        Files.writeString(LockFile.beside(file), lock(now).toYaml());
        assertThat(ConstitutionFile.read(file).rules()).hasSize(1);
    }

    @Test
    void layoutAndUnusedEntriesDoNotMakeALockStale() throws IOException {
        Path file = write("policy.clue.yaml", BARE);
        String digest = ConstitutionFile.readSource(file).rules().getFirst().sha256();
        Files.writeString(LockFile.beside(file), lock(digest).toYaml());
        Files.writeString(
                file,
                BARE.replace("A child should not touch a weapon.", ">\n      A child should not\n      touch a weapon.")
                        + "    maps_to: [violence]\n");

        assertThat(ConstitutionFile.read(file).rules().getFirst().mapsTo()).containsExactly("violence");
    }

    @Test
    void theSyntaxOfARuleWithoutAChainIsFine() throws IOException {
        assertThat(ConstitutionFile.checkSyntax(write("policy.clue.yaml", BARE)))
                .isEmpty();
    }

    @Test
    void mistakesOfSourceAndLockAreReportedTogether() throws IOException {
        Path file = write("policy.clue.yaml", BARE.replace("version: 1", "version: one"));
        write("policy.clue.lock.yaml", "lock_format: 2\nconstitution: playground\nrules: []\n");

        assertThat(ConstitutionFile.checkSyntax(file))
                .extracting(finding -> Path.of(finding.file()).getFileName() + ":" + finding.line())
                .containsExactly("policy.clue.yaml:2", "policy.clue.lock.yaml:1");
        assertThatThrownBy(() -> ConstitutionFile.read(file)).isInstanceOf(ConstitutionException.class);
    }

    @Test
    void theDigestIsThatOfTheDocumentedForm() throws IOException {
        // printf '%s' '{"constitution":"playground","rules":[…]}' | sha256sum, as docs/constitution.md has it.
        assertThat(ConstitutionFile.read(write("policy.clue.yaml", HANDWRITTEN)).sha256())
                .isEqualTo("b6631e254175594edb2e2c0dbfbed2ddc797a2e43751ed87e75079f50d0d4a11");
        assertThat(ConstitutionFile.readSource(write("bare.clue.yaml", BARE))
                        .rules()
                        .getFirst()
                        .sha256())
                .isEqualTo("1b55a2a1dd6bb027ed2e9ec84cb6d0fd331fadf87e7a1d1dd605736c433ede23");
    }

    @Test
    void theDigestCoversWhatCanChangeAVerdictAndNothingElse() throws IOException {
        String original = digest(HANDWRITTEN);

        assertThat(digest(HANDWRITTEN.replace("a child is visible", "a child is  visible")))
                .isEqualTo(original);
        assertThat(digest(HANDWRITTEN.replace("maps_to: [violence]", "maps_to: []")))
                .isEqualTo(original);
        assertThat(digest(HANDWRITTEN.replace("version: 3", "version: 4"))).isEqualTo(original);
        assertThat(digest(HANDWRITTEN.replace("playground", "street"))).isNotEqualTo(original);
        assertThat(digest(HANDWRITTEN.replace("id: weapon-near-child", "id: weapon")))
                .isNotEqualTo(original);
        assertThat(digest(HANDWRITTEN.replace("a child is visible", "a person is visible")))
                .isNotEqualTo(original);
        assertThat(digest(HANDWRITTEN.replace("[child, weapon]", "[weapon]"))).isNotEqualTo(original);
        assertThat(digest(HANDWRITTEN + "    objectified: x\n")).isNotEqualTo(original);
    }

    @Test
    void theOrderOfRulesDoesNotChangeTheDigest() throws IOException {
        String head = "constitution: c\nversion: 1\nrules:\n";
        String a = "  - {id: a, rule: x, preconditions: [{any: [{statement: s}]}]}\n";
        String b = "  - {id: b, rule: y, preconditions: [{any: [{statement: t}]}]}\n";

        assertThat(digest(head + a + b)).isEqualTo(digest(head + b + a));
    }

    @Test
    void aLockSurvivesWritingAndReading() throws IOException {
        LockFile lock = new LockFile(
                "playground",
                List.of(
                        new LockEntry(
                                "tricky",
                                "0123456789abcdef".repeat(4),
                                "yes",
                                List.of(
                                        new LockEntry.Attempt(
                                                "first: try",
                                                4,
                                                "\"subjective\" # and long "
                                                        .repeat(20)
                                                        .strip()),
                                        new LockEntry.Attempt("12", 10, "éß漢字 😀")),
                                List.of(
                                        new Precondition(List.of(
                                                new Statement("true", List.of("null", "1.5")),
                                                new Statement("- dash", List.of()))),
                                        new Precondition(List.of(new Statement("* star", List.of("&x"))))),
                                List.of(new LockFinding(
                                        "cases", LockFinding.Severity.WARNING, "it is: so", "- do something")),
                                new CompiledBy(
                                        "some: model",
                                        "f".repeat(64),
                                        "3",
                                        "0.1.0",
                                        "some: words",
                                        "d".repeat(64),
                                        "e".repeat(64)),
                                true),
                        lock("a".repeat(64)).rules().getFirst()));

        assertThat(LockFile.read(write("policy.clue.lock.yaml", lock.toYaml()))).isEqualTo(lock);
    }

    @Test
    void theLockLiesBesideItsConstitution() {
        assertThat(LockFile.beside(Path.of("a", "policy.clue.yaml"))).isEqualTo(Path.of("a", "policy.clue.lock.yaml"));
        assertThat(LockFile.beside(Path.of("policy.yml"))).isEqualTo(Path.of("policy.lock.yaml"));
    }

    @Test
    void aMissingFileAndADirectoryAreConfigurationErrors() {
        assertThatThrownBy(() -> ConstitutionFile.read(folder.resolve("no.clue.yaml")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(folder.resolve("no.clue.yaml") + " does not exist: check the path");
        assertThatThrownBy(() -> ConstitutionFile.read(folder))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(folder + " is a directory: name the constitution's file");
    }

    private static LockFile lock(String digest) {
        return new LockFile(
                "playground",
                List.of(new LockEntry(
                        "weapon-near-child",
                        digest,
                        "No part of a child touches a weapon.",
                        List.of(),
                        List.of(new Precondition(List.of(new Statement("a child touches a weapon", List.of("child"))))),
                        List.of(),
                        new CompiledBy("some-model", null, null, null, null, null, null),
                        false)));
    }

    private void assertFindings(Path file, String... messages) {
        assertThatThrownBy(() -> ConstitutionFile.read(file))
                .isInstanceOfSatisfying(
                        ConstitutionException.class,
                        e -> assertThat(e.findings())
                                .extracting(Object::toString)
                                .containsExactly(messages));
    }

    private String digest(String yaml) throws IOException {
        return ConstitutionFile.read(write("digest.clue.yaml", yaml)).sha256();
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
