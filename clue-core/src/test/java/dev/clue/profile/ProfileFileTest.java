package dev.clue.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.clue.constitution.Constitution;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.Rule;
import dev.clue.constitution.Statement;
import dev.clue.error.ConfigurationException;
import dev.clue.judge.Calibration;
import dev.clue.judge.Calibration.OfStatement;
import dev.clue.judge.Thresholds;
import dev.clue.model.ModelIdentity;
import dev.clue.verdict.ImageVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileFileTest {

    private static final List<Rule> RULES = List.of(new Rule(
            "r",
            "No dogs.",
            "No dogs.",
            List.of(),
            List.of(new Precondition(List.of(
                    new Statement("a dog is visible", List.of()), new Statement("a child is visible", List.of()))))));
    private static final ImageVerdict.Models MODELS = new ImageVerdict.Models(
            new ModelIdentity("vlm", "sha256:1"), new ModelIdentity("encoder", "sha256:2"), null);
    private static final Constitution CONSTITUTION = new Constitution("test", 3, "a".repeat(64), RULES);

    private static final Profile PROFILE = new Profile(
            1,
            "mine",
            Profile.Target.of(MODELS, CONSTITUTION),
            Profile.Constants.of(Thresholds.PAPER.withRelevance(0.125)),
            Calibration.Reasoned.ONLY_FINDS,
            List.of(
                    new Profile.Statement("a child is visible", 0.1, null, null),
                    new Profile.Statement("a dog is visible", -0.25, 0.5, -1.25)),
            new Profile.Origin(
                    "split_conformal",
                    "set",
                    50,
                    2,
                    new Profile.Bound(0.1, "global", 20, 0.9047619047619048, 0.05, 0.3),
                    "2026-11-24T12:00:00Z",
                    "0.1.0"));

    @TempDir
    Path folder = Path.of("");

    @Test
    void isReadAsItWasWritten() throws IOException {
        ProfileFile read = ProfileFile.read(write(ProfileFile.text(PROFILE)));
        assertThat(read.profile()).isEqualTo(PROFILE);
        Thresholds thresholds = read.thresholdsFor(MODELS, CONSTITUTION);
        assertThat(thresholds)
                .isEqualTo(Thresholds.PAPER
                        .withRelevance(0.125)
                        .calibrated(
                                "mine@" + read.sha256().substring(0, 12),
                                Calibration.of(
                                        Map.of(
                                                "a child is visible",
                                                new OfStatement(0.1, null, null),
                                                "a dog is visible",
                                                new OfStatement(-0.25, 0.5, -1.25)),
                                        Calibration.Reasoned.ONLY_FINDS)));
    }

    @Test
    void followsItsSchema() throws IOException {
        String schema = Files.readString(Path.of("..", "docs", "schema", "profile.schema.json"));
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(schema)
                        .validate(ProfileFile.text(PROFILE), InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void refusesAnotherModelAndConstitutionNamingTheDifference() throws IOException {
        ProfileFile read = ProfileFile.read(write(ProfileFile.text(PROFILE)));
        ImageVerdict.Models others =
                new ImageVerdict.Models(new ModelIdentity("vlm", "sha256:9"), MODELS.encoder(), null);
        assertThatThrownBy(() -> read.thresholdsFor(others, CONSTITUTION))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("model (made for vlm sha256:1, now vlm sha256:9)")
                .hasMessageContaining("calibrate anew");
        assertThatThrownBy(() -> read.thresholdsFor(MODELS, new Constitution("test", 4, "b".repeat(64), RULES)))
                .hasMessageContaining("constitution (made for test version 3 aaa")
                .hasMessageNotContaining("model (");
        ImageVerdict.Models more =
                new ImageVerdict.Models(MODELS.vlm(), MODELS.encoder(), new ModelIdentity("detector", "sha256:5"));
        assertThatThrownBy(() -> read.thresholdsFor(more, CONSTITUTION))
                .hasMessageContaining("detector (made for none, now detector sha256:5)");
        Path old = write(ProfileFile.text(PROFILE).replace("\"prompt_version\" : \"1\"", "\"prompt_version\" : \"0\""));
        assertThatThrownBy(() -> ProfileFile.read(old).thresholdsFor(MODELS, CONSTITUTION))
                .hasMessageContaining("prompts (made for 0, now 1)");
    }

    @Test
    void refusesWhatIsNoProfile() throws IOException {
        String text = ProfileFile.text(PROFILE);
        refused("", "no profile");
        refused("{", "no profile");
        refused("[]", "no profile");
        refused("null", "no profile");
        refused("{}", "format: is missing");
        refused(text + "{}", "no profile");
        refused("{\"format\": 1, \"format\": 1}", "no profile");
        refused(text.replace("\"format\" : 1", "\"format\" : 2"), "format 2");
        refused(text.replace("\"beta\" : 0.6", "\"beta\" : null"), "constants.beta: must be a number, but is null");
        refused(text.replace("only_finds", "guesses"), "reasoning: must be decides or only_finds, but is \"guesses\"");
        refused(text.replace("\"beta\" : 0.6,", ""), "constants.beta: is missing");
        assertThatThrownBy(() -> ProfileFile.read(folder.resolve("missing.json")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        "missing.json: the profile cannot be read: no such file or folder: check the path");
    }

    /** Each change to the file, and what the message says of it. */
    @Test
    void aFieldOfAnotherKindIsNamedInWords() throws IOException {
        Map<String, String[]> changes = Map.ofEntries(
                Map.entry(
                        "statements[0].alpha1: must be a number, but is \"x\"",
                        new String[] {"\"alpha1\" : 0.1", "\"alpha1\" : \"x\""}),
                Map.entry(
                        "statements: must be a list, but is null",
                        new String[] {"\"statements\" : [", "\"statements\" : null, \"x\" : ["}),
                Map.entry("statements: is missing", new String[] {"\"statements\" : [", "\"x\" : ["}),
                Map.entry(
                        "statements[0]: must be an object, but is null",
                        new String[] {"\"statements\" : [", "\"statements\" : [ null,"}),
                Map.entry("origin: must be an object, but is 5", new String[] {"\"origin\" :", "\"origin\" : 5, \"x\" :"
                }),
                Map.entry(
                        "origin.images: must be a whole number, but is 50.5",
                        new String[] {"\"images\" : 50", "\"images\" : 50.5"}),
                Map.entry(
                        "origin.images: must be a number with fewer digits, but is 99999999999",
                        new String[] {"\"images\" : 50", "\"images\" : 99999999999"}),
                Map.entry("name: must be a text, but is a list", new String[] {"\"mine\"", "[]"}),
                Map.entry(
                        "target.vlm: must be an object, but is \"vlm\"",
                        new String[] {"\"vlm\" :", "\"vlm\" : \"vlm\", \"x\" :"}));
        for (Map.Entry<String, String[]> change : changes.entrySet()) {
            String text = ProfileFile.text(PROFILE);
            assertThat(text).contains(change.getValue()[0]);
            Path file = write(text.replace(change.getValue()[0], change.getValue()[1]));
            assertThatThrownBy(() -> ProfileFile.read(file))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage(file + ": the profile says what none can say: " + change.getKey()
                            + ": mend the field, or calibrate anew with clue calibrate");
        }
    }

    /** A statement that is not there would be read by the constants, which the bound does not cover. */
    @Test
    void refusesStatementsThatAreNotThoseOfTheConstitution() throws IOException {
        Map<String, Profile> changed = Map.of(
                "statements: \"a child is visible\" of the constitution 'test' is missing",
                withStatements(PROFILE.statements().getLast()),
                "statements[2]: \"a cat is visible\" is no statement of the constitution 'test'",
                withStatements(
                        PROFILE.statements().getFirst(),
                        PROFILE.statements().getLast(),
                        new Profile.Statement("a cat is visible", 0.1, null, null)),
                "statements[1].alpha1: is missing",
                withStatements(
                        PROFILE.statements().getFirst(), new Profile.Statement("a dog is visible", null, 0.5, null)));
        for (Map.Entry<String, Profile> each : changed.entrySet()) {
            ProfileFile read = ProfileFile.read(write(ProfileFile.text(each.getValue())));
            assertThatThrownBy(() -> read.thresholdsFor(MODELS, CONSTITUTION))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("profile.json: " + each.getKey())
                    .hasMessageContaining("calibrate anew");
        }
        Profile.Origin origin = PROFILE.origin();
        Profile unbounded = new Profile(
                1,
                "mine",
                PROFILE.target(),
                PROFILE.constants(),
                Calibration.Reasoned.DECIDES,
                List.of(PROFILE.statements().getLast()),
                new Profile.Origin("batch", "set", 50, 2, null, origin.createdAt(), origin.clueVersion()));
        assertThat(ProfileFile.read(write(ProfileFile.text(unbounded)))
                        .thresholdsFor(MODELS, CONSTITUTION)
                        .calibration()
                        .statements())
                .hasSize(1);
    }

    private static Profile withStatements(Profile.Statement... statements) {
        return new Profile(
                1,
                "mine",
                PROFILE.target(),
                PROFILE.constants(),
                PROFILE.reasoning(),
                List.of(statements),
                PROFILE.origin());
    }

    @Test
    void refusesThresholdsOutOfRange() throws IOException {
        for (String bad : List.of("\"alpha1\" : 7", "\"alpha1\" : \"0.1\"")) {
            Path file = write(ProfileFile.text(PROFILE).replace("\"alpha1\" : 0.1", bad));
            assertThatThrownBy(() -> ProfileFile.read(file).thresholdsFor(MODELS, CONSTITUTION))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("profile.json");
        }
        Path twice = write(ProfileFile.text(PROFILE).replace("a dog is visible", "a child is visible"));
        assertThatThrownBy(() -> ProfileFile.read(twice).thresholdsFor(MODELS, CONSTITUTION))
                .hasMessageContaining("there twice");
    }

    private void refused(String text, String why) throws IOException {
        Path file = write(text);
        assertThatThrownBy(() -> ProfileFile.read(file))
                .as(text)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("profile.json")
                .hasMessageContaining(why);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("profile.json"), text);
    }

    /** Each change to the file, and the field that the message names. */
    @Test
    void whatAPersonMadeOfAProfileIsRefusedByFileAndField() throws IOException {
        Map<String, String[]> changes = Map.ofEntries(
                Map.entry("statements[0].alpha1", new String[] {"\"alpha1\" : 0.1", "\"alpha1\" : 1.5"}),
                Map.entry("statements[1].alpha2", new String[] {"\"alpha2\" : 0.5", "\"alpha2\" : 1e999"}),
                Map.entry("statements[1].logit_shift", new String[] {"-1.25", "-101"}),
                Map.entry("statements[1].statement", new String[] {"a dog is visible", "a child is visible"}),
                Map.entry("constants: threshold beta", new String[] {"\"beta\" : 0.6", "\"beta\" : 6"}),
                Map.entry("origin.method", new String[] {"split_conformal", "guessed"}),
                Map.entry("origin.images", new String[] {"\"images\" : 50", "\"images\" : 0"}),
                Map.entry("origin.left_out", new String[] {"\"left_out\" : 2", "\"left_out\" : -2"}),
                Map.entry("origin.bound.alpha", new String[] {"\"alpha\" : 0.1,", "\"alpha\" : 1,"}),
                Map.entry("origin.bound.scope", new String[] {"\"global\"", "\"all\""}),
                Map.entry("origin.bound.violations", new String[] {"\"violations\" : 20", "\"violations\" : 0"}),
                Map.entry("origin.bound.coverage", new String[] {"0.9047619047619048", "1.9"}),
                Map.entry("origin.bound.missed", new String[] {"\"missed\" : 0.05", "\"missed\" : -0.05"}),
                Map.entry("origin.bound.abstained", new String[] {"\"abstained\" : 0.3", "\"abstained\" : 30"}),
                Map.entry("name", new String[] {"\"mine\"", "null"}),
                Map.entry("reasoning", new String[] {"\"only_finds\"", "null"}));
        Path file = folder.resolve("mine.profile.json");
        for (Map.Entry<String, String[]> change : changes.entrySet()) {
            String text = ProfileFile.text(PROFILE);
            assertThat(text).contains(change.getValue()[0]);
            Files.writeString(file, text.replace(change.getValue()[0], change.getValue()[1]));
            assertThatThrownBy(() -> ProfileFile.read(file))
                    .as(change.getKey())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("mine.profile.json: ")
                    .hasMessageContaining(": " + change.getKey());
        }
    }
}
