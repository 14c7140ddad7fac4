package dev.clue.eval.data;

import static dev.clue.eval.data.SetFolder.HOME;
import static dev.clue.eval.data.SetFolder.ids;
import static dev.clue.eval.data.SetFolder.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a row says about rules, and what it does not: an image is never safe because its labels were not understood. */
class RuleLabelsTest {

    @TempDir
    Path folder;

    private SetFolder set = new SetFolder(Path.of(""));

    @BeforeEach
    void start() throws IOException {
        set = new SetFolder(folder).images("a.png", "b.png", "c.png", "d.png");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"fire\": true}",
                "[{\"rule\": \"fire\"}]",
                "[null, null]",
                "[[\"fire\"]]",
                "[\"knife\", {\"a\": 1}]",
                "[\"knife\", null]",
                "[\"knife\", \" \"]",
                "false",
                "\",\""
            })
    void aListThatIsNotUnderstoodIsNotAnEmptyOne(String violated) throws IOException {
        set.lines(
                "metadata.jsonl",
                "{\"file_name\": \"a.png\", \"violated\": " + violated + "}",
                "{\"file_name\": \"b.png\", \"violated\": []}",
                "{\"file_name\": \"c.png\", \"label\": \"unsafe\", \"violated\": " + violated + "}");

        LabelledSet read = set.read(ReadOptions.DEFAULT.with(HOME));

        assertThat(ids(read)).containsExactly("b.png", "c.png");
        assertThat(read.images().getFirst().unsafe()).isFalse();
        assertThat(read.images().getLast().unsafe()).isTrue();
        assertThat(read.images().getLast().rules()).isEmpty();
        assertThat(problems(read))
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .startsWith(
                                        "metadata.jsonl:1 (and 1 more place): 'violated' is no list of texts, but '")
                                .contains(", and is not used: write a list"),
                        problem -> assertThat(problem).startsWith("metadata.jsonl:1: there is no label"));
    }

    @Test
    void aListInCsvIsWholeOrNotUsed() throws IOException {
        set.lines(
                "metadata.csv",
                "file_name,violated",
                "a.png,[] fire",
                "b.png,[null]",
                "c.png,[]",
                "d.png,\"['fire']\"");

        LabelledSet read = set.read(ReadOptions.DEFAULT.with(HOME));

        assertThat(problems(read))
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith("metadata.csv:2: there is no rule '[] fire'"),
                        problem -> assertThat(problem).startsWith("metadata.csv:3: 'violated' is no list of texts"),
                        problem -> assertThat(problem).startsWith("metadata.csv:3: there is no label"));
        assertThat(read.images()).extracting(LabelledImage::unsafe).containsExactly(null, false, true);
    }

    @Test
    void aRowWithNeitherLabelNorRulesIsLeftOut() throws IOException {
        set.lines("metadata.csv", "file_name,label,violated", "a.png,,", "b.png,,[]", "c.png,,fire", "d.png,safe,");

        LabelledSet read = set.read(ReadOptions.DEFAULT.with(HOME));

        assertThat(ids(read)).containsExactly("c.png", "d.png");
        assertThat(read.images().getFirst().unsafe()).isTrue();
        assertThat(problems(read))
                .containsExactly(
                        "metadata.csv:2 (and 1 more place): there is no label that can be used, and the image is"
                                + " left out: label the image: an empty list of rules does not mean safe where the label is"
                                + " empty");
    }

    @Test
    void withoutAColumnForTheLabelAnEmptyListSaysThatNoRuleIsViolated() throws IOException {
        LabelledSet csv = set.lines("metadata.csv", "file_name,violated", "a.png,", "b.png,knife")
                .read(ReadOptions.DEFAULT.with(HOME));

        assertThat(problems(csv)).isEmpty();
        assertThat(csv.images()).extracting(LabelledImage::unsafe).containsExactly(false, true);
        assertThat(csv.images().getFirst().rules()).isEqualTo(Map.of("fire", false, "knife", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Label", "labels", "lable"})
    void aLabelInAColumnOfAnotherNameIsNotTakenForNone(String column) throws IOException {
        set.lines("metadata.csv", "file_name," + column + ",violated", "a.png,unsafe,", "b.png,unsafe,fire");

        LabelledSet read = set.read(ReadOptions.DEFAULT.with(HOME));

        assertThat(ids(read)).containsExactly("b.png");
        assertThat(problems(read))
                .hasSize(2)
                .first()
                .isEqualTo("metadata.csv: there is no column 'label', and '" + column + "' is not read: call the column"
                        + " label, or name it in a mapping file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"\""})
    void besideALabelThatIsNotUnderstoodAnEmptyListSaysNothing(String violated) throws IOException {
        set.lines(
                "metadata.jsonl",
                "{\"file_name\": \"a.png\", \"label\": \"unsfae\", \"violated\": " + violated + "}",
                "{\"file_name\": \"b.png\", \"label\": \"safe\", \"violated\": " + violated + "}",
                "{\"file_name\": \"c.png\", \"label\": \"unsfae\", \"violated\": [\"fire\"]}",
                "{\"file_name\": \"d.png\", \"label\": null, \"violated\": " + violated + "}");

        LabelledSet read = set.read(ReadOptions.DEFAULT.with(HOME));

        assertThat(ids(read)).containsExactly("b.png", "c.png");
        assertThat(read.images().getLast().unsafe()).isNull();
        assertThat(read.images().getLast().rules()).isEqualTo(Map.of("fire", true, "knife", false));
        assertThat(problems(read)).hasSize(3).first().asString().contains("did you mean 'unsafe'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"fier\"]", "[\"smoke\"]", "[{\"rule\": \"fire\"}]", "{\"fire\": true}"})
    void anImageIsNotSafeThatIsSaidToViolateARule(String violated) throws IOException {
        set.lines(
                "metadata.jsonl",
                "{\"file_name\": \"a.png\", \"label\": \"safe\", \"violated\": " + violated + "}",
                "{\"file_name\": \"b.png\", \"label\": \"safe\", \"violated\": {\"fire\": false}}");

        LabelledSet read = set.read(ReadOptions.DEFAULT.with(HOME));

        assertThat(ids(read)).containsExactly("b.png");
        assertThat(problems(read))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("metadata.jsonl:1: the label says safe, but a rule is violated"));
    }

    @Test
    void whatIsNoTextIsNoSliceAndNoPair() throws IOException {
        set.lines(
                        "metadata.jsonl",
                        "{\"file_name\": \"a.png\", \"label\": \"safe\", \"tags\": {\"x\": 1}, \"pair\": [7]}",
                        "{\"file_name\": \"b.png\", \"label\": \"safe\", \"tags\": [\"x\", null], \"source\": {\"y\": 1}}",
                        "{\"file_name\": \"c.png\", \"label\": \"safe\", \"tags\": [\"x\"], \"source\": [\"y\", 2]}")
                .lines(
                        "my.yaml",
                        "image: file_name",
                        "label: {column: label, unsafe: [unsafe], safe: [safe]}",
                        "slices: [source]",
                        "tags: tags",
                        "pair: pair");

        LabelledSet read = set.read(ReadOptions.DEFAULT.with(
                ColumnMapping.of(folder.resolve("my.yaml").toString())));

        assertThat(read.images().get(0).slices()).isEmpty();
        assertThat(read.images().get(0).pair()).isNull();
        assertThat(read.images().get(1).slices()).isEmpty();
        assertThat(read.images().get(2).slices()).containsExactly("source: 2", "source: y", "x");
        assertThat(problems(read))
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem)
                                .isEqualTo("metadata.jsonl:1: 'tags' is no list of texts, but '{\"x\":1}', and is not"
                                        + " used: write a list of texts, [\"A\", \"B\"]"),
                        problem -> assertThat(problem)
                                .isEqualTo("metadata.jsonl:1: 'pair' is no text, but '[7]', and is not used: write a"
                                        + " text"),
                        problem -> assertThat(problem).startsWith("metadata.jsonl:2: 'tags' is no list of texts"),
                        problem -> assertThat(problem).startsWith("metadata.jsonl:2: 'source' is no text"));
    }

    @Test
    void halfACharacterIsReplacedAndReported() throws IOException {
        set.lines(
                "metadata.jsonl",
                "{\"file_name\": \"a.png\", \"label\": \"safe\", \"tags\": [\"\\ud800\"], \"pair\": \"\\udc00\"}",
                "{\"file_name\": \"\\ud800.png\", \"label\": \"safe\"}",
                "{\"file_name\": \"b.png\", \"label\": \"\\ud83d\\ude00\\ud800\"}",
                "{\"file_name\": \"c.png\", \"label\": \"safe\", \"tags\": [\"\\ud83d\\ude00\"]}");

        LabelledSet read = set.read(ReadOptions.DEFAULT.with(HOME));

        assertThat(read.images().get(0).slices()).containsExactly("\uFFFD");
        assertThat(read.images().get(0).pair()).isEqualTo("\uFFFD");
        assertThat(read.images().get(1).slices()).containsExactly("\uD83D\uDE00");
        assertThat(problems(read))
                .anySatisfy(problem -> assertThat(problem).startsWith("metadata.jsonl:1: 'tags' has half a character"))
                .anySatisfy(problem -> assertThat(problem).startsWith("metadata.jsonl:1: 'pair' has half a character"))
                .anySatisfy(problem ->
                        assertThat(problem).startsWith("metadata.jsonl:2: the image '\uFFFD.png' does not exist"))
                .anySatisfy(problem ->
                        assertThat(problem).startsWith("metadata.jsonl:3: the label '\uD83D\uDE00\uFFFD' in column"))
                .allSatisfy(problem -> assertThat(problem).doesNotContainPattern("\\p{Cs}"));
    }

    @Test
    void unsafeAndSafeAreWordsForRulesWithoutALabel() throws IOException {
        set.lines("metadata.csv", "path,burns,cuts", "a.png,Unsafe,safe", "b.png,SAFE,0", "c.png,nsfw,0")
                .lines("my.yaml", "image: path", "rules: {columns: {burns: fire, cuts: knife}}");

        LabelledSet read = set.read(ReadOptions.DEFAULT
                .with(HOME)
                .with(ColumnMapping.of(folder.resolve("my.yaml").toString())));

        assertThat(read.images().get(0).rules()).isEqualTo(Map.of("fire", true, "knife", false));
        assertThat(read.images().get(1).rules()).isEqualTo(Map.of("fire", false, "knife", false));
        assertThat(problems(read)).singleElement().asString().startsWith("metadata.csv:4: 'nsfw' in column 'burns'");
    }

    @Test
    void oneRuleByConstitutionMayBeAText() throws IOException {
        set.lines("metadata.jsonl", """
                {"file_name": "a.png", "truth": {}, "violated_by_constitution": {"home": "fire"}}""", """
                {"file_name": "b.png", "truth": {}, "violated_by_constitution": {"home": "fire, knife", "b": []}}""", """
                {"file_name": "c.png", "truth": {}, "violated_by_constitution": {"home": "", "b": []}}""", """
                {"file_name": "d.png", "truth": {}, "violated_by_constitution": {"home": {"fire": true}}}""");

        LabelledSet read = set.read(ReadOptions.DEFAULT.with(HOME));

        assertThat(ids(read)).containsExactly("a.png", "b.png");
        assertThat(read.images().get(0).rules()).isEqualTo(Map.of("fire", true, "knife", false));
        assertThat(read.images().get(1).rules()).isEqualTo(Map.of("fire", true, "knife", true));
        assertThat(problems(read))
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .startsWith("metadata.jsonl:3: 'violated_by_constitution' has no labels for the"
                                        + " constitution 'home' (it has: b)"),
                        problem -> assertThat(problem)
                                .startsWith("metadata.jsonl:3 (and 1 more place): there is no label"),
                        problem -> assertThat(problem)
                                .startsWith("metadata.jsonl:4: 'violated_by_constitution' is no list of texts, but"
                                        + " '{\"fire\":true}'"));
        assertThatThrownBy(() -> set.lines("metadata.jsonl", """
                        {"file_name": "a.png", "truth": {}, "violated_by_constitution": {"home": null}}""").read(ReadOptions.DEFAULT.with(HOME)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("has no labels for the constitution 'home': label the images");
    }
}
