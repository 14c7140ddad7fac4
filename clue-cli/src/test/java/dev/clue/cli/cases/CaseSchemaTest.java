package dev.clue.cli.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documentation, the published JSON Schema and the parser say the same about cases. */
class CaseSchemaTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Path EXAMPLES = Path.of("..", "examples");

    @TempDir
    Path folder = Path.of("");

    @Test
    void theDocumentedCasesAreReadAndValid() throws IOException {
        Matcher block = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(DOCS.resolve("testing.md")));
        assertThat(block.find()).isTrue();
        Path file = folder.resolve("playground.clue.test.yaml");
        Files.writeString(file, block.group(1));
        for (String name : List.of("playground.clue.yaml", "armed.png", "flower.png", "candle-outside.png")) {
            Files.copy(EXAMPLES.resolve(name), folder.resolve(name));
        }
        assertThat(schema().validate(block.group(1), InputFormat.YAML)).isEmpty();
        assertThat(CaseFile.read(file).cases()).hasSize(3);
    }

    @Test
    void theExamplesAreValid() throws IOException {
        String yaml = Files.readString(EXAMPLES.resolve("playground.clue.test.yaml"));
        assertThat(schema().validate(yaml, InputFormat.YAML)).isEmpty();
    }

    @Test
    void whatTheParserRefusesIsNotValidEither() throws IOException {
        for (String yaml : List.of(
                "cases: []\n",
                "cases:\n  - {verdict: safe}\n",
                "cases:\n  - {image: a.png, verdict: unsave}\n",
                "cases:\n  - {image: a.png, verdict: safe, note: x}\n")) {
            assertThat(schema().validate(yaml, InputFormat.YAML)).as(yaml).isNotEmpty();
        }
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(DOCS.resolve("schema").resolve("cases.schema.json")), InputFormat.JSON);
    }
}
