package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.contrastsecurity.sarif.SarifSchema210;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.clue.cli.Clue.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The models are {@link PaintedModels}: a red image violates the rule, a green one does not, a black one fails. */
class TestCommandTest {

    private static final Path SUREFIRE_SCHEMA = Path.of("target", "junit-xml", "surefire-test-report.xsd");
    private static final Path SCHEMAS = Path.of("..", "docs", "schema");
    private static final String RULE = "weapon-near-child";

    @TempDir
    Path folder = Path.of("");

    private Clue clue = new Clue(folder);

    @BeforeEach
    void images() {
        clue = new Clue(folder)
                .constitution()
                .image("red.png", PaintedModels.RED)
                .image("green.png", PaintedModels.GREEN)
                .image("black.png", PaintedModels.BLACK)
                .image("yellow.png", PaintedModels.YELLOW);
    }

    private Clue cases(String yaml) {
        return clue.file("playground.clue.test.yaml", yaml);
    }

    private String written() throws IOException {
        return Files.readString(folder.resolve("playground.clue.test.yaml"));
    }

    @Test
    void casesThatPassGiveZero() {
        cases("""
            cases:
              - {image: red.png, verdict: unsafe, violated: [weapon-near-child]}
              - {image: green.png, verdict: safe}
            """);
        Result result = clue.run("test", folder.toString());
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("ok     red.png", "ok     green.png", "1 of 1", "0 of 1")
                .contains("2 cases: 2 passed, 0 failed");
    }

    @Test
    void withoutArgumentsTheWorkingFolderIsSearchedHiddenFoldersLeftOut() {
        cases("cases:\n  - {image: green.png, verdict: safe}\n");
        clue.file(".hidden/other.clue.test.yaml", "not: cases");
        Result result = clue.run("test");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("1 case: 1 passed");
    }

    @Test
    void aConstitutionStandsForItsCases() {
        cases("cases:\n  - {image: green.png, verdict: safe}\n");
        assertThat(clue.run("test", clue.path("playground.clue.yaml")).status()).isZero();
        clue.file("bare.clue.yaml", Clue.CONSTITUTION);
        Result bare = clue.run("test", clue.path("bare.clue.yaml"));
        assertThat(bare.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(bare.err()).contains("has no cases").contains("bare.clue.test.yaml");
    }

    @Test
    void whatDiffersIsSaidWithTheEvidenceAndFails() {
        cases("""
            cases:
              - {image: red.png, verdict: safe}
              - {image: green.png, verdict: unsafe, violated: [weapon-near-child]}
            """);
        Result result = clue.run("test", folder.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.GATE.code());
        String text = result.out().replaceAll("\\s+", " ");
        assertThat(text)
                .contains("FAIL red.png expected safe, but it is unsafe, score")
                .contains("rule weapon-near-child should not be violated, but is; the least sure: 'a")
                .contains("expected unsafe, but it is safe")
                .contains(
                        "rule weapon-near-child should be violated, but is not: 'a child is visible' fails with score")
                .contains("0 of 1 1 of 1")
                .contains("2 cases: 0 passed, 2 failed");
        assertThat(clue.run("test", folder.toString(), "--explain").out()).contains("decided by token");
    }

    @Test
    void onlyTheVerdictCountsWhereNoRulesAreListed() {
        cases("cases:\n  - {image: red.png, verdict: unsafe}\n");
        Result result = clue.run("test", folder.toString());
        assertThat(result.status()).as(result.out()).isZero();
        assertThat(result.out()).contains("no case should violate it");
    }

    @Test
    void undecidedFailsWithItsCauseUnlessExpected() {
        cases("cases:\n  - {image: yellow.png, verdict: safe}\n");
        Result unexpected = clue.run("test", folder.toString());
        assertThat(unexpected.status()).isEqualTo(ExitStatus.GATE.code());
        assertThat(unexpected.out()).contains("expected safe, but it is undecided: no_rating:");

        cases("cases:\n  - {image: yellow.png, verdict: undecided, cause: no_rating}\n");
        assertThat(clue.run("test", folder.toString()).status()).isZero();

        cases("cases:\n  - {image: yellow.png, verdict: undecided, cause: model_unfit}\n");
        Result other = clue.run("test", folder.toString());
        assertThat(other.status()).isEqualTo(ExitStatus.GATE.code());
        assertThat(other.out().replaceAll("\\s+", " ")).contains("because of model_unfit, but the cause is no_rating");
    }

    @Test
    void anImageThatCannotBeJudgedIsAnErrorBeforeItIsAFailure() {
        cases("cases:\n  - {image: broken.png, verdict: safe}\n  - {image: red.png, verdict: safe}\n");
        clue.file("broken.png", "no image at all");
        Result result = clue.run("test", folder.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.ITEM_ERRORS.code());
        assertThat(result.out()).contains("ERROR  broken.png", "cannot be judged: not_an_image", "1 failed, 1 error");
        assertThat(clue.run("test", folder.toString(), "--max-errors", "1").status())
                .isEqualTo(ExitStatus.GATE.code());
    }

    @Test
    void anImageThatCannotBeJudgedIsExpectedOnlyByItsCause() {
        clue.file("text.png", "no image at all");
        for (String expected : new String[] {"verdict: undecided", "verdict: undecided, cause: outside_domain"}) {
            cases("cases: [{image: text.png, " + expected + "}]");
            Result result = clue.run("test", folder.toString());
            assertThat(result.status()).as(expected).isEqualTo(ExitStatus.ITEM_ERRORS.code());
            assertThat(result.out().replaceAll("\\s+", " "))
                    .contains("ERROR text.png expected undecided")
                    .contains("but the image cannot be judged: not_an_image: ")
                    .contains("1 case: 0 passed, 0 failed, 1 error");
        }
        cases("cases: [{image: text.png, verdict: undecided, cause: not_an_image}]");
        assertThat(clue.run("test", folder.toString()).status()).isZero();
    }

    @Test
    void aFailureIsExpectedOnlyByItsCause() throws IOException {
        String unnamed = "cases: [{image: black.png, verdict: undecided}]";
        cases(unnamed);
        Result result = clue.run("test", folder.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.GATE.code());
        assertThat(result.out().replaceAll("\\s+", " "))
                .contains("expected undecided without a cause, but something failed: model_unfit: ")
                .contains("if that is what you expect, write cause: model_unfit");
        Result update = clue.run("test", folder.toString(), "--update");
        assertThat(update.err()).contains("because undecided and its cause are nothing to expect unasked: ");
        assertThat(written()).isEqualTo(unnamed);
        cases("cases: [{image: black.png, verdict: undecided, cause: model_unfit}]");
        assertThat(clue.run("test", folder.toString()).status()).isZero();
    }

    @Test
    void preconditionsAreComparedOneByOne() {
        cases("""
            cases:
              - image: green.png
                verdict: safe
                preconditions:
                  - {rule: weapon-near-child, statement: a child is visible, verdict: fails}
                  - {rule: weapon-near-child, statement: a baby is visible, verdict: holds}
                  - {rule: weapon-near-child, statement: a child touches a weapon, verdict: fails}
            """);
        Result result = clue.run("test", folder.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.GATE.code());
        assertThat(result.out().replaceAll("\\s+", " "))
                .doesNotContain("'a child is visible' of")
                .contains("'a baby is visible' of weapon-near-child should be found to hold, but 'a baby is visible'"
                        + " fails with score")
                .contains("'a child touches a weapon' of weapon-near-child should be found to fail, but was not asked:"
                        + " the chain had been decided before it");
    }

    @Test
    void aKnownFailureDoesNotFailTheRunAndIsNamedWhenItIsGone() {
        cases("""
            cases:
              - {image: red.png, verdict: safe, known_failure: the paint is wrong}
              - {image: green.png, verdict: safe, known_failure: it was green once}
            """);
        Result result = clue.run("test", folder.toString());
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("known  red.png", "known: the paint is wrong")
                .contains("FIXED  green.png", "remove known_failure")
                .contains("0 passed, 0 failed, 1 failed as known, 1 passed though known to fail");
    }

    @Test
    void everyMistakeIsReportedByPlaceBeforeAModelIsOpened() {
        cases("""
            cases:
              - {image: gone.png, verdict: safe}
              - {image: red.png, verdict: unsave}
              - {image: green.png, verdict: safe, violated: [weapon-near-child]}
              - {image: black.png}
              - {image: yellow.png, verdict: safe, note: what is it}
            """);
        Result result = clue.run("test", folder.toString(), "-m", "broken");
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        String file = clue.path("playground.clue.test.yaml");
        assertThat(result.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains(file + ":2:13: there is no image"),
                        line -> assertThat(line).contains(file + ":3:31: ", "did you mean 'unsafe'?"),
                        line -> assertThat(line).contains(file + ":4:49: ", "is not safe"),
                        line -> assertThat(line).contains(file + ":5:5: 'verdict' is missing", "--update"),
                        line -> assertThat(line).contains(file + ":6:40: unknown key 'note'"));
    }

    @Test
    void namesThatTheConstitutionHasNotAreMistakes() {
        cases("""
            cases:
              - {image: red.png, verdict: unsafe, violated: [weapon-near-chlid]}
              - image: green.png
                verdict: safe
                preconditions: [{rule: weapon-near-child, statement: a child is visibel, verdict: fails}]
            """);
        Result result = clue.run("test", folder.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err())
                .contains(":2:5: ", "no rule 'weapon-near-chlid': did you mean 'weapon-near-child'?")
                .contains(":5:21: ", "no statement 'a child is visibel': did you mean 'a child is visible'?");
    }

    @Test
    void aBadConstitutionGivesThreeAndAnUnfitModelFour() {
        cases("cases:\n  - {image: green.png, verdict: safe}\n");
        assertThat(clue.run("test", folder.toString(), "-m", "broken").status()).isEqualTo(ExitStatus.MODEL.code());
        clue.file("playground.clue.yaml", Clue.CONSTITUTION.replace("rule:", "rul:"));
        Result result = clue.run("test", folder.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.CONSTITUTION.code());
        assertThat(result.err()).contains("did you mean 'rule'?");
    }

    @Test
    void casesWithoutAConstitutionAndFoldersWithoutCasesAreUsageErrors() {
        clue.file("lonely.clue.test.yaml", "cases:\n  - {image: red.png, verdict: safe}\n");
        Result lonely = clue.run("test", clue.path("lonely.clue.test.yaml"));
        assertThat(lonely.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(lonely.err()).contains("there is no lonely.clue.yaml beside it");
        Result none = clue.file("empty/readme", "nothing").run("test", clue.path("empty"));
        assertThat(none.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(none.err()).contains("no cases: write them into a file NAME.clue.test.yaml");
    }

    @Test
    void updateWritesWhatTheJudgeSaysAndKeepsComments() throws IOException {
        cases("""
            # the cases
            cases:
              - image: red.png # a sword
                verdict: safe  # really?
              - {image: green.png, verdict: unsafe, violated: [weapon-near-child]} # one line
              - image: black.png
                verdict: safe # cannot be judged
            """);
        Result result = clue.run("test", folder.toString(), "--update");
        assertThat(written()).isEqualTo("""
            # the cases
            cases:
              - image: red.png # a sword
                verdict: unsafe  # really?
                violated: [weapon-near-child]
              - {image: green.png, verdict: safe, violated: []} # one line
              - image: black.png
                verdict: safe # cannot be judged
            """);
        assertThat(result.err())
                .contains(":4: red.png: verdict safe -> unsafe")
                .contains(":5: green.png: violated [weapon-near-child] -> []")
                .contains("black.png: stays as it is, because undecided and its cause are nothing to expect unasked: ");
        assertThat(result.status()).isEqualTo(ExitStatus.GATE.code());
        assertThat(result.out()).contains("ok     red.png", "ok     green.png", "FAIL   black.png");
    }

    @Test
    void updateTakesTheCauseAwayWithTheVerdict() throws IOException {
        cases("""
            cases:
              - {image: red.png, verdict: undecided, cause: outside_domain}
              - {cause: no_rating, image: green.png, verdict: undecided}
              # A comment above.
              - image: white.png
                # Beside the cause.
                cause: no_rating  # goes with it
                # Below the cause.
                verdict: undecided
              - cause: no_rating
                image: blue.png
                verdict: undecided
            """);
        clue.image("white.png", PaintedModels.GREEN, 20, 11).image("blue.png", PaintedModels.RED, 20, 12);
        Result result = clue.run("test", folder.toString(), "--update");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(written()).isEqualTo("""
            cases:
              - {image: red.png, verdict: unsafe}
              - {image: green.png, verdict: safe}
              # A comment above.
              - image: white.png
                # Beside the cause.
                # Below the cause.
                verdict: safe
              - image: blue.png
                verdict: unsafe
            """);
        assertThat(result.err()).contains(":2: red.png: no cause any more", ":7: white.png: no cause any more");
    }

    @Test
    void updateWritesTheLineEndsThatAreThere() throws IOException {
        cases("""
            cases:
              - image: red.png
                verdict: safe
              - image: white.png
                verdict: undecided
                cause: no_rating
              - image: green.png""".replace("\n", "\r\n"));
        clue.image("white.png", PaintedModels.GREEN, 20, 11);
        Result result = clue.run("test", folder.toString(), "--update");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(written()).isEqualTo("""
            cases:
              - image: red.png
                verdict: unsafe
                violated: [weapon-near-child]
              - image: white.png
                verdict: safe
              - image: green.png
                verdict: safe""".replace("\n", "\r\n"));
    }

    /** A verdict that other cases refer to is overwritten with its anchor. */
    @Test
    void updateWritesNothingThatWouldBeWrong() throws IOException {
        String anchored = """
            cases:
              - {image: red.png, verdict: &same safe}
              - {image: green.png, verdict: *same}
            """;
        cases(anchored);
        clue.file("more/other.clue.yaml", Clue.CONSTITUTION)
                .image("more/red.png", PaintedModels.RED)
                .file("more/other.clue.test.yaml", "cases: [{image: red.png, verdict: safe}]");
        Result result = clue.run("test", folder.toString(), "--update");
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("so nothing was written", "change it by hand");
        assertThat(written()).isEqualTo(anchored);
        assertThat(Files.readString(folder.resolve("more/other.clue.test.yaml")))
                .isEqualTo("cases: [{image: red.png, verdict: safe}]");
    }

    @Test
    void aLimitUpdatesTheFirstCasesAndLeavesTheOthers() throws IOException {
        clue.file(
                "playground.clue.test.yaml",
                "\uFEFFcases:\n  - {image: red.png, verdict: safe}\n  - {image: green.png, verdict: unsafe}\n");
        Result result = clue.run("test", folder.toString(), "--update", "--limit", "1");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("1 case: 1 passed").doesNotContain("green.png");
        assertThat(written())
                .isEqualTo("\uFEFFcases:\n  - {image: red.png, verdict: unsafe, violated: [weapon-near-child]}\n"
                        + "  - {image: green.png, verdict: unsafe}\n");
    }

    @Test
    void updateWritesThroughALink() throws IOException {
        cases("cases:\n  - {image: red.png, verdict: safe}\n");
        Path link = folder.resolve("playground.clue.test.yaml");
        Path target =
                Files.move(link, Files.createDirectories(folder.resolve("kept")).resolve("cases.yaml"));
        Files.createSymbolicLink(link, Path.of("kept", "cases.yaml"));
        assertThat(clue.run("test", folder.toString(), "--update").status()).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(target)).contains("unsafe");
        assertThat(folder.resolve("kept")).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void anEmptyReasonOfAKnownFailureIsSaidToBeEmpty() {
        cases("cases:\n  - {image: red.png, verdict: safe, known_failure: \"\"}\n");
        Result result = clue.run("test", folder.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("'known_failure' is empty: write a text, or leave the key out");
    }

    @Test
    void updateFinishesCasesThatAreOnlyImages() throws IOException {
        cases("""
            cases:
              - image: red.png
              - {image: green.png}
            """);
        assertThat(clue.run("test", folder.toString(), "--update").status()).isZero();
        assertThat(written()).isEqualTo("""
            cases:
              - image: red.png
                verdict: unsafe
                violated: [weapon-near-child]
              - {image: green.png, verdict: safe}
            """);
        String once = written();
        assertThat(clue.run("test", folder.toString(), "--update").err()).doesNotContain("->");
        assertThat(written()).isEqualTo(once);
    }

    @Test
    void updateChangesListsInBlocksAndExpectedPreconditions() throws IOException {
        cases("""
            cases:
              - image: green.png
                violated:
                - weapon-near-child
                verdict: unsafe
              - image: red.png
                verdict: unsafe
                preconditions:
                  - rule: weapon-near-child
                    statement: a child is visible
                    verdict: fails   # a comment
            """);
        assertThat(clue.run("test", folder.toString(), "--update").status()).isZero();
        assertThat(written()).isEqualTo("""
            cases:
              - image: green.png
                violated: []
                verdict: safe
              - image: red.png
                verdict: unsafe
                preconditions:
                  - rule: weapon-near-child
                    statement: a child is visible
                    verdict: holds   # a comment
            """);
    }

    @Test
    void nothingIsWrittenWithoutBeingAsked() throws IOException {
        cases("cases:\n  - {image: red.png, verdict: safe}\n");
        String before = written();
        clue.run("test", folder.toString());
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void aReportThatCannotBeWrittenIsSaidBeforeAModelIsOpened() throws IOException {
        cases("cases:\n  - {image: red.png, verdict: safe}\n");
        String missing = clue.path("missing/junit.xml");
        for (String more : new String[] {"--update", "--watch"}) {
            Result result = clue.run(
                    "test",
                    folder.toString(),
                    "-m",
                    "broken",
                    "--report",
                    clue.path("a.sarif"),
                    "--report",
                    missing,
                    more);
            assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
            assertThat(result.err())
                    .contains(missing
                            + ": cannot be opened for writing: no such folder: name another file with --report");
        }
        Result folderItself = clue.file("folder.json/x", "")
                .run("test", folder.toString(), "-m", "broken", "--report=" + clue.path("folder.json"));
        assertThat(folderItself.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(folderItself.err()).contains("folder.json: a folder, not a file: name a file with --report");
        assertThat(written()).isEqualTo("cases:\n  - {image: red.png, verdict: safe}\n");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.contains("sarif"));
        }
    }

    @Test
    void aReportIsNoOutput() {
        cases("cases:\n  - {image: red.png, verdict: unsafe}\n");
        String report = clue.path("result.json");
        Result result = clue.run("test", folder.toString(), "--output", report, "--report", report);
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("--report " + report + ": is what --output names, too");
        Result twice = clue.run("test", folder.toString(), "--report", report, "--report", report);
        assertThat(twice.status()).as(twice.err()).isZero();
    }

    @Test
    void junitXmlIsValidByTheSchemaOfSurefire() throws Exception {
        cases("""
            cases:
              - {image: green.png, verdict: safe}
              - {image: red.png, verdict: safe}
              - {image: yellow.png, verdict: safe, known_failure: "a <tag> & \\"quotes\\""}
              - {image: broken.png, verdict: safe}
            """);
        clue.file("broken.png", "no image at all");
        Path report = folder.resolve("junit.xml");
        clue.run("test", folder.toString(), "--report", report.toString());
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(SUREFIRE_SCHEMA.toFile())
                .newValidator()
                .validate(new StreamSource(report.toFile()));
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
        Element suite = document.getDocumentElement();
        assertThat(suite.getAttribute("tests")).isEqualTo("4");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("type")).isEqualTo("wrong-verdict");
        assertThat(failure.getTextContent()).contains("playground.clue.test.yaml:3: ", RULE);
        assertThat(((Element) suite.getElementsByTagName("skipped").item(0)).getAttribute("message"))
                .isEqualTo("known failure: a <tag> & \"quotes\"");
        assertThat(((Element) suite.getElementsByTagName("testcase").item(0)).getAttribute("classname"))
                .isEqualTo("playground");
    }

    @Test
    void sarifIsValidByItsSchemaAndPointsAtTheCases() throws IOException {
        cases("""
            cases:
              - {image: red.png, verdict: safe}
              - {image: yellow.png, verdict: safe, known_failure: no rating}
            """);
        Result result = clue.run("test", folder.toString(), "--format", "sarif");
        assertValidSarif(result.out());
        JsonNode results = new ObjectMapper().readTree(result.out()).at("/runs/0/results");
        assertThat(results).hasSize(3);
        assertThat(results.get(0).at("/ruleId").asText()).isEqualTo("wrong-verdict");
        assertThat(results.get(0)
                        .at("/locations/0/physicalLocation/region/startLine")
                        .asInt())
                .isEqualTo(2);
        assertThat(results.get(2).at("/suppressions/0/justification").asText()).isEqualTo("no rating");
        assertThat(result.err()).contains("2 cases: ");
    }

    @Test
    void jsonIsValidByThePublishedSchema() throws IOException {
        cases("cases:\n  - {image: red.png, verdict: safe}\n  - {image: green.png, verdict: safe}\n");
        Result result = clue.run("test", folder.toString(), "--format", "json");
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Files.readString(SCHEMAS.resolve("test-report.schema.json")), InputFormat.JSON)
                        .validate(result.out(), InputFormat.JSON))
                .isEmpty();
        JsonNode report = new ObjectMapper().readTree(result.out());
        assertThat(report.at("/summary/failed").asInt()).isEqualTo(1);
        assertThat(report.at("/suites/0/rules/0/false_alarms").asInt()).isEqualTo(1);
        assertThat(report.at("/suites/0/cases/0/evidence/rules/0/verdict").asText())
                .isEqualTo("violated");
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() {
        cases("cases:\n  - {image: green.png, verdict: safe}\n");
        for (String[] arguments : new String[][] {
            {"--watch", "--update"},
            {"--watch", "--format", "json"},
            {"--report", "results.txt"},
            {"--explain", "--format", "junit"},
            {"--threads", "0"},
            {"--threads", "100000"},
            {"--report", clue.path("red.png") + ".xml", "--output", clue.path("playground.clue.yaml")},
        }) {
            Result result = clue.run(concatenated(new String[] {"test", folder.toString()}, arguments));
            assertThat(result.status()).as("%s", (Object) arguments).isEqualTo(ExitStatus.USAGE.code());
            assertThat(result.err()).contains("clue: ");
        }
    }

    private static String[] concatenated(String[] first, String[] second) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(second)).toArray(String[]::new);
    }

    /** The schema is the one in the library that others build SARIF with. */
    static void assertValidSarif(String json) throws IOException {
        try (InputStream schema =
                SarifSchema210.class.getClassLoader().getResourceAsStream("schema/sarif-schema-2.1.0.json")) {
            assertThat(schema).isNotNull();
            String text = new String(schema.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                            .getSchema(text, InputFormat.JSON)
                            .validate(json, InputFormat.JSON))
                    .isEmpty();
        }
    }
}
