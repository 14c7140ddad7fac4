package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.Clue.Result;
import dev.clue.compile.Step;
import dev.clue.constitution.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code clue compile --vocabulary}. */
class CompileVocabularyTest extends HouseRules {

    private static final String VOCABULARY = """
            about: drawn scenes
            objects: [knife, hand, dog, lead]
            forms: [a X is visible, no X is on the Y, a Z of a X touches a Y]
            """;

    @Test
    void aVocabularyIsAskedForInTheLockAndInFindings() {
        clue.file("words.yaml", VOCABULARY);
        Result result = asking("rules.clue.yaml", "--vocabulary", clue.path("words.yaml"));
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(model.asked(Step.PRECONDITIONS)).allMatch(prompt -> prompt.contains("knife, hand, dog, lead"));
        assertThat(oneLine(result.out())).contains("are not in the vocabulary words.yaml: blade");
        assertThat(LockFile.read(lockFile("rules")).rules())
                .allSatisfy(entry -> assertThat(entry.compiledBy().vocabulary()).isEqualTo("words.yaml"));
    }

    @Test
    void aModelMayHaveAVocabulary() throws IOException {
        clue.models.vocabulary = Optional.of(Files.writeString(folder.resolve("v.yaml"), VOCABULARY));
        Result result = asking("rules.clue.yaml", "--vocabulary", "painted");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(LockFile.read(lockFile("rules")).rules())
                .allSatisfy(entry -> assertThat(entry.compiledBy().vocabulary()).isEqualTo("painted"));
    }

    @Test
    void aVocabularyThatIsNoneIsRefusedBeforeAnythingIsAsked() throws IOException {
        clue.file("words.yaml", "objects: [dog");
        Map<String, String> before = files();
        assertThat(asking("rules.clue.yaml", "--vocabulary", clue.path("words.yaml")))
                .satisfies(result -> assertThat(result.status()).isEqualTo(2))
                .satisfies(result ->
                        assertThat(result.err()).contains("words.yaml:").contains("not valid YAML"));
        assertThat(asking("rules.clue.yaml", "--vocabulary", "painted"))
                .satisfies(result -> assertThat(result.status()).isEqualTo(2))
                .satisfies(result -> assertThat(oneLine(result.err())).contains("painted has no vocabulary.yaml"));
        assertThat(asking("rules.clue.yaml", "--vocabulary", " "))
                .satisfies(result -> assertThat(result.status()).isEqualTo(2))
                .satisfies(result -> assertThat(oneLine(result.err())).contains("--vocabulary: the name is empty"));
        assertThat(asking("rules.clue.yaml", "--vocabulary", clue.path("none.yaml"))
                        .err())
                .contains("does not exist");
        assertThat(model.asked()).isEmpty();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aDeviceIsNoModelByItsName() {
        assertThat(asking("rules.clue.yaml", "--vocabulary", "/dev/zero"))
                .satisfies(result -> assertThat(result.status()).isEqualTo(2))
                .satisfies(result -> assertThat(oneLine(result.err())).contains("a pipe or a device"));
    }

    @Test
    void aVocabularyIsNotWrittenOver() throws IOException {
        clue.file("words.yaml", VOCABULARY);
        String words = clue.path("words.yaml");
        for (String option : List.of("--record", "--output")) {
            Result result = asking("rules.clue.yaml", "--vocabulary", words, option, words, "--overwrite");
            assertThat(result.status()).as(option + ": " + result.err()).isEqualTo(2);
        }
        assertThat(text("words.yaml")).isEqualTo(VOCABULARY);
    }
}
