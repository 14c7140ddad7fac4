package dev.clue.constitution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.clue.error.ConfigurationException;
import dev.clue.error.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The documentation, the published JSON Schemas and the parser say the same. */
class PublishedFormatTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final String BASE = "https://localhost/schema/";
    private static final String CONSTITUTION = "constitution.schema.json";
    private static final String LOCK = "lock.schema.json";
    private static final String VOCABULARY = "vocabulary.schema.json";

    @TempDir
    Path folder;

    @Test
    void theDocumentedConstitutionIsReadAndValid() throws IOException {
        String yaml = documented().get(0);

        assertThat(errors(CONSTITUTION, yaml)).isEmpty();
        assertThat(ConstitutionFile.read(write("a.clue.yaml", yaml)).rules()).hasSize(2);
    }

    @Test
    void theDocumentedLockIsReadAndValid() throws IOException {
        String yaml = documented().get(1);

        assertThat(errors(LOCK, yaml)).isEmpty();
        assertThat(LockFile.read(write("a.clue.lock.yaml", yaml)).rules()).hasSize(1);
    }

    @Test
    void theDocumentedDigestsAreTheOnesInUse() throws Exception {
        String docs = Files.readString(DOCS.resolve("constitution.md"));
        String canonical = docs.substring(docs.indexOf("```json\n") + 8)
                .lines()
                .findFirst()
                .orElseThrow();
        String firstRule = documented().get(0).replaceFirst("(?s)  - id: fire-indoors.*", "");
        String compiled = "{constitution: c, version: 1, rules: [{id: a, rule: Children should not be in danger.}]}";

        assertThat(ConstitutionFile.read(write("d.clue.yaml", firstRule)).sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(canonical.getBytes(StandardCharsets.UTF_8))));
        assertThat(ConstitutionFile.readSource(write("e.clue.yaml", compiled))
                        .rules()
                        .getFirst()
                        .sha256())
                .isEqualTo(LockFile.read(write("a.clue.lock.yaml", documented().get(1)))
                        .rules()
                        .getFirst()
                        .sourceSha256());
    }

    @Test
    void aWrittenLockIsValid() throws IOException {
        LockFile lock = LockFile.read(write("a.clue.lock.yaml", documented().get(1)));

        assertThat(errors(LOCK, lock.toYaml())).isEmpty();
    }

    @Test
    void everyExampleIsReadAndValid() throws IOException {
        Path examples = Path.of("..", "examples");
        if (!Files.exists(examples)) {
            return;
        }
        try (Stream<Path> files = Files.walk(examples)) {
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".clue.yaml"))::iterator) {
                assertThat(errors(CONSTITUTION, Files.readString(file)))
                        .as(file.toString())
                        .isEmpty();
                ConstitutionFile.read(file);
                Path lock = LockFile.beside(file);
                if (Files.exists(lock)) {
                    assertThat(errors(LOCK, Files.readString(lock)))
                            .as(lock.toString())
                            .isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{version: 1, rules: [{id: a, rule: x}]}",
                "{constitution: c, rules: [{id: a, rule: x}]}",
                "{constitution: c, version: 0, rules: [{id: a, rule: x}]}",
                "{constitution: c, version: 1, rules: []}",
                "{constitution: C, version: 1, rules: [{id: a, rule: x}]}",
                "{constitution: c, version: 1, rules: [{id: a--b, rule: x}]}",
                "{constitution: c, version: 1, rules: [{id: a, rule: ' '}]}",
                "{constitution: c, version: 1, rules: [{id: a, rule: '\u200B'}]}",
                "{constitution: c, version: 1, rules: [{id: a, rule: '\u00A0'}]}",
                "{constitution: c, version: 1, rules: [{id: a, rule: \"\\e[31m\"}]}",
                "{constitution: c, version: 1, rules: [{id: a, rule: \"No \\u202Eerif\"}]}",
                "{constitution: c, version: 1, rules: [{id: a, rule: 1}]}",
                "{constitution: c, version: 1, rules: [{id: a, rule: x, why: y}]}",
                "{constitution: c, version: 1, rules: [{id: a, rule: x, maps_to: [crime]}]}",
                "{constitution: c, version: 1, rules: [{id: a, rule: x, preconditions: []}]}",
                "{constitution: c, version: 1, rules: [{id: a, rule: x, preconditions: [{any: []}]}]}",
                "{constitution: c, version: 1, rules: [{id: a, rule: x, preconditions: [{any: [{objects: []}]}]}]}",
            })
    void whatTheSchemaRefusesTheParserRefuses(String yaml) throws IOException {
        assertThat(errors(CONSTITUTION, yaml)).isNotEmpty();
        assertThat(ConstitutionFile.checkSyntax(write("b.clue.yaml", yaml))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lock_format: 1|lock_format: 2",
                "source_sha256: |source_sha256: x",
                "score: 9|score: 11",
                "model: some-model, |",
                "edited: false|edited: maybe",
                "explanation: Names|because: Names",
                "objectified: No|objective: No",
            })
    void whatTheLockSchemaRefusesTheParserRefuses(String change) throws IOException {
        String[] fromTo = change.split("\\|", 2);
        String yaml = documented().get(1);
        assertThat(yaml).contains(fromTo[0]);
        String broken = yaml.replace(fromTo[0], fromTo[1]);

        assertThat(errors(LOCK, broken)).isNotEmpty();
        write("c.clue.yaml", "{constitution: c, version: 1, rules: [{id: a, rule: x}]}");
        Path lock = write("c.clue.lock.yaml", broken);
        List<Finding> findings = ConstitutionFile.checkSyntax(folder.resolve("c.clue.yaml"));
        assertThat(findings).isNotEmpty().allMatch(finding -> finding.file().equals(lock.toString()));
    }

    @Test
    void theDocumentedVocabularyIsReadAndValid() throws IOException {
        String yaml = documented("compile.md").getFirst();

        assertThat(errors(VOCABULARY, yaml)).isEmpty();
        assertThat(Vocabulary.read(write("v.yaml", yaml), "v").groups()).hasSize(2);
    }

    @Test
    void theBundledVocabularyIsReadAndValid() throws IOException {
        Path file = Path.of("..", "clue-models", "src", "main", "resources", "dev", "clue", "models", "pictogram")
                .resolve(Vocabulary.FILE);

        assertThat(errors(VOCABULARY, Files.readString(file))).isEmpty();
        assertThat(Vocabulary.read(file, "pictogram").objects()).hasSize(82).contains("police officer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{objects: [a], forms: [a X]}",
                "{about: x, forms: [a X]}",
                "{about: x, objects: [a]}",
                "{about: x, objects: [], forms: [a X]}",
                "{about: x, objects: [a], forms: []}",
                "{about: x, objects: [a; b], forms: [a X]}",
                "{about: x, objects: [a b c d e f], forms: [a X]}",
                "{about: x, objects: [1], forms: [a X]}",
                "{about: x, objects: [a], forms: [\"\\e[31m\"]}",
                "{about: x, objects: [a], forms: [a X], groups: {b: []}}",
                "{about: x, objects: [a], forms: [a X], groups: {'b!': [a]}}",
                "{about: x, objects: [a], forms: [a X], synonyms: [a]}",
                "{about: x, objects: [a], forms: [a X], verbs: [a]}",
            })
    void whatTheVocabularySchemaRefusesTheParserRefuses(String yaml) throws IOException {
        assertThat(errors(VOCABULARY, yaml)).isNotEmpty();
        Path file = write("w.yaml", yaml);
        assertThatThrownBy(() -> Vocabulary.read(file, "w")).isInstanceOf(ConfigurationException.class);
    }

    private static List<String> documented() throws IOException {
        return documented("constitution.md");
    }

    private static List<String> documented(String page) throws IOException {
        List<String> blocks = new ArrayList<>();
        YAML_BLOCK
                .matcher(Files.readString(DOCS.resolve(page)))
                .results()
                .forEach(result -> blocks.add(result.group(1)));
        return blocks;
    }

    private static List<Error> errors(String schemaFile, String yaml) throws IOException {
        Map<String, String> schemas = Map.of(
                BASE + CONSTITUTION, Files.readString(DOCS.resolve("schema").resolve(CONSTITUTION)),
                BASE + LOCK, Files.readString(DOCS.resolve("schema").resolve(LOCK)),
                BASE + VOCABULARY, Files.readString(DOCS.resolve("schema").resolve(VOCABULARY)));
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(schemas));
        Schema schema = registry.getSchema(SchemaLocation.of(BASE + schemaFile));
        Object value = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return schema.validate(JsonMapper.builder().build().writeValueAsString(value), InputFormat.JSON);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
