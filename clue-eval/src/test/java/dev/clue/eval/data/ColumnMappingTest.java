package dev.clue.eval.data;

import static dev.clue.eval.data.SetFolder.HOME;
import static dev.clue.eval.data.SetFolder.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.ConstitutionFile;
import dev.clue.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other people's columns: the ready mappings, and files that a user writes. */
class ColumnMappingTest {

    private static final Path PICTOSAFE = Path.of("src/test/resources/dev/clue/eval/data/pictosafe/metadata.jsonl");
    private static final Path POLICIES = Path.of("../training/pictosafe/rules");

    @TempDir
    Path folder;

    @Test
    void knowsTheColumnsOfUnsafeBench() throws IOException {
        LabelledSet read = set().lines(
                        "metadata.csv",
                        "file_name,safety_label,category,source,text",
                        "a.png,Unsafe,Violence,Lexica,\"a, b\"",
                        "b.png,Safe,Hate,Laion5B,")
                .read();

        assertThat(problems(read)).isEmpty();
        assertThat(read.images()).extracting(LabelledImage::unsafe).containsExactly(true, false);
        assertThat(read.images().getFirst().rules()).isEmpty();
        assertThat(read.images().getFirst().slices()).containsExactly("category: Violence", "source: Lexica");
    }

    @Test
    void knowsTheColumnsOfLlavaGuard() throws IOException {
        LabelledSet read = set().lines("metadata.jsonl", """
                        {"file_name": "a.png", "rating": "Unsafe", "category": "O2: Violence, Harm, or Cruelty",\
                         "rationale": "...", "policy": "..."}""", """
                        {"file_name": "b.png", "rating": "Safe", "category": "NA: None applying"}""").read();

        assertThat(problems(read)).isEmpty();
        assertThat(read.images()).extracting(LabelledImage::unsafe).containsExactly(true, false);
        assertThat(read.images().getFirst().slices()).containsExactly("category: O2: Violence, Harm, or Cruelty");
    }

    @Test
    void aCategoryIsARuleWhereAMappingSaysSo() throws IOException {
        SetFolder set = set().lines(
                        "metadata.jsonl",
                        "{\"file_name\": \"a.png\", \"safety_label\": \"Unsafe\", \"category\": \"Burning\"}",
                        "{\"file_name\": \"b.png\", \"safety_label\": \"Safe\", \"category\": \"Burning\"}",
                        "{\"file_name\": \"c.png\", \"safety_label\": \"Unsafe\", \"category\": \"Fraud\"}")
                .lines(
                        "my.yaml",
                        "mapping: mine",
                        "image: file_name",
                        "label: {column: safety_label, unsafe: [Unsafe], safe: [Safe]}",
                        "rules: {category: category, names: {Burning: fire}}");

        LabelledSet read = set.read(ReadOptions.DEFAULT
                .with(HOME)
                .with(ColumnMapping.of(folder.resolve("my.yaml").toString())));

        assertThat(read.images().get(0).rules()).isEqualTo(Map.of("fire", true));
        assertThat(read.images().get(1).rules()).isEqualTo(Map.of("fire", false));
        assertThat(read.images().get(2).rules()).isEmpty();
        assertThat(read.images().get(2).unsafe()).isTrue();
        assertThat(problems(read))
                .singleElement()
                .asString()
                .startsWith("metadata.jsonl:3: there is no rule 'Fraud' in the constitution 'home'");
    }

    @Test
    void aColumnCanBeARule() throws IOException {
        SetFolder set = set().lines(
                        "metadata.csv", "path,burns,cuts", "a.png,1,unsafe", "b.png,False,no", "c.png,,perhaps")
                .lines(
                        "my.yaml",
                        "image: path",
                        "rules: {columns: {burns: fire, cuts: knife}}",
                        "label: {column: verdcit, unsafe: [unsafe], safe: [safe]}",
                        "slices: [bruns]");

        LabelledSet read = set.read(ReadOptions.DEFAULT
                .with(HOME)
                .with(ColumnMapping.of(folder.resolve("my.yaml").toString())));

        assertThat(read.images()).hasSize(2);
        assertThat(read.images().get(0).rules()).isEqualTo(Map.of("fire", true, "knife", true));
        assertThat(read.images().get(0).unsafe()).isTrue();
        assertThat(read.images().get(1).rules()).isEqualTo(Map.of("fire", false, "knife", false));
        assertThat(problems(read))
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .startsWith("metadata.csv:4: 'perhaps' in column 'cuts' does not say"),
                        problem -> assertThat(problem).startsWith("metadata.csv:4: there is no label"),
                        problem -> assertThat(problem).contains("names the column 'verdcit', which is not there"),
                        problem -> assertThat(problem)
                                .contains("names the column 'bruns', which is not there: did you mean 'burns'?"));
    }

    @Test
    void saysWhichColumnOfTheImageIsMissing() throws IOException {
        SetFolder set = set().lines("metadata.csv", "file_name,label", "a.png,safe")
                .lines("my.yaml", "image: filename", "label: {column: label, unsafe: unsafe, safe: safe}");
        ColumnMapping mapping = ColumnMapping.of(folder.resolve("my.yaml").toString());

        assertThatThrownBy(() -> set.read(ReadOptions.DEFAULT.with(mapping)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("takes the image from column 'filename'", "did you mean 'file_name'?");
    }

    @Test
    void reportsEveryMistakeOfAMapping() throws IOException {
        Path file = folder.resolve("my.yaml");
        Files.writeString(file, """
                imgae: file_name
                label: {column: label, unsafe: [x, y], safe: [X]}
                rules: [a]
                separator: {a: b}
                """);

        assertThatThrownBy(() -> ColumnMapping.of(file.toString()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "imgae is unknown: did you mean 'image'?",
                        "image is missing",
                        "label says that x is unsafe and safe",
                        "rules must be keys with values",
                        "separator must be a text");
        Files.writeString(file, "image: [a\n");
        assertThatThrownBy(() -> ColumnMapping.of(file.toString()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("not valid YAML");
        assertThatThrownBy(() -> ColumnMapping.of("unsafebnch"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "no such mapping and no such file", "pictosafe, unsafebench, llavaguard, plain");
    }

    @Test
    void readsPictoSafeForEachOfItsConstitutions() throws IOException {
        Files.createDirectories(folder.resolve("images"));
        Files.copy(PICTOSAFE, folder.resolve("metadata.jsonl"));
        for (String line : Files.readAllLines(PICTOSAFE)) {
            String name = line.replaceFirst(".*?\"file_name\": \"([^\"]+)\".*", "$1");
            Files.writeString(folder.resolve(name), name);
        }
        LabelledSet standard = pictosafe("pictosafe");
        LabelledSet strict = pictosafe("pictosafe-strict");

        assertThat(problems(standard)).isEmpty();
        assertThat(problems(strict)).isEmpty();
        assertThat(standard.images()).hasSize(8);
        LabelledImage safe = standard.images().get(3);
        assertThat(safe.id()).isEqualTo("images/child-holds-weapon-000-safe.png");
        assertThat(safe.unsafe()).isFalse();
        assertThat(safe.rules()).hasSize(14).doesNotContainValue(true);
        assertThat(safe.statements()).containsEntry("a child is visible", false);
        assertThat(safe.slices()).containsExactly("rule: child-holds-weapon", "surroundings");
        assertThat(safe.pair())
                .isEqualTo("child-holds-weapon-000")
                .isEqualTo(standard.images().get(2).pair());
        assertThat(standard.labelledByConstitution()).isTrue();
        // The same picture by the strict policy, which allows no weapon at all.
        LabelledImage unsafe = strict.images().get(3);
        assertThat(unsafe.id()).isEqualTo(safe.id());
        assertThat(unsafe.unsafe()).isTrue();
        assertThat(unsafe.rules()).containsEntry("no-weapon", true);
        // What is not clear in the picture is not labelled.
        Constitution policy = ConstitutionFile.read(POLICIES.resolve("pictosafe.clue.yaml"));
        long statements = policy.rules().stream()
                .flatMap(rule -> rule.preconditions().stream())
                .flatMap(precondition -> precondition.any().stream())
                .distinct()
                .count();
        assertThat(standard.images())
                .anySatisfy(image -> assertThat(image.statements()).hasSizeLessThan((int) statements));
    }

    @Test
    void refusesPictoSafeForAnotherConstitution() throws IOException {
        Files.copy(PICTOSAFE, folder.resolve("metadata.jsonl"));
        Files.createDirectories(folder.resolve("images"));
        Files.writeString(folder.resolve("images/fire-touches-body-000-unsafe.png"), "x");

        assertThatThrownBy(() -> LabelledSet.read(folder, ReadOptions.DEFAULT.with(HOME)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "has no labels for the constitution 'home'", "pictosafe, pictosafe-lenient, pictosafe-strict");
    }

    @Test
    void imagesOfAPairAreKnown() throws IOException {
        LabelledSet plain = set().lines(
                        "metadata.csv", "file_name,label,pair", "a.png,safe,7", "b.png,unsafe,7", "c.png,safe,")
                .read();
        assertThat(plain.images()).extracting(LabelledImage::pair).containsExactly("7", "7", null);
        assertThat(plain.images().get(0).cluster())
                .isEqualTo(plain.images().get(1).cluster());
        assertThat(plain.images().get(2).cluster()).isEqualTo("image c.png");
        set().lines(
                        "my.yaml",
                        "image: file_name",
                        "label: {column: label, unsafe: [unsafe], safe: [safe]}",
                        "pair: twin");
        LabelledSet mapped = set().lines("metadata.csv", "file_name,label,twin", "a.png,safe,x")
                .read(ReadOptions.DEFAULT.with(
                        ColumnMapping.of(folder.resolve("my.yaml").toString())));
        assertThat(mapped.images().getFirst().pair()).isEqualTo("x");
    }

    @Test
    void aSetSaysWhetherItsLabelsAreByConstitution() throws IOException {
        assertThat(set().lines("metadata.csv", "file_name,label", "a.png,safe")
                        .read()
                        .labelledByConstitution())
                .isFalse();
    }

    private LabelledSet pictosafe(String policy) {
        return LabelledSet.read(
                folder, ReadOptions.DEFAULT.with(ConstitutionFile.read(POLICIES.resolve(policy + ".clue.yaml"))));
    }

    private SetFolder set() throws IOException {
        return new SetFolder(folder).images("a.png", "b.png", "c.png");
    }
}
