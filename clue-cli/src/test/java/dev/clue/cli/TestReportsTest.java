package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.clue.cli.Clue.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The reports of {@code clue test} for programs, held to the schemas that others read them by. */
class TestReportsTest extends PaintedCases {

    private static final Path SUREFIRE_SCHEMA = Path.of("target", "junit-xml", "surefire-test-report.xsd");
    private static final Path SCHEMAS = Path.of("..", "docs", "schema");
    private static final String RULE = "weapon-near-child";

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
    void aReportIsNoOutput() throws IOException {
        cases("cases:\n  - {image: red.png, verdict: unsafe}\n");
        String report = clue.path("result.json");
        Result result = clue.run("test", folder.toString(), "--output", report, "--report", report);
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("--report " + report + ": is what --output names, too");
        Path sub = Files.createDirectories(folder.resolve("sub"));
        String same = folder.resolve(".").resolve("result.json").toString();
        String round = sub.resolve("..").resolve("result.json").toString();
        for (String other : List.of(same, round)) {
            Result otherwise = clue.run("test", folder.toString(), "--output", other, "--report", report);
            assertThat(otherwise.status()).isEqualTo(ExitStatus.USAGE.code());
            assertThat(otherwise.err())
                    .contains("--report " + report + ": is what --output names, too")
                    .doesNotContain("another run");
        }
        Result twice = clue.run("test", folder.toString(), "--report", report, "--report", same, "--report", round);
        assertThat(twice.status()).as(twice.err()).isZero();
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), folder.resolve("result.json"));
        Result linked =
                clue.run("test", folder.toString(), "--overwrite", "--output", link.toString(), "--report", report);
        assertThat(linked.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(linked.err()).contains("--report " + report + ": is what --output names, too");
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
        SarifSchema.requireValid(result.out());
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
}
