package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code clue eval --flips}: the same images under several constitutions. */
class EvalPoliciesTest {

    @TempDir
    private Path folder = Path.of("");

    private Clue clue = new Clue(Path.of(""));

    @BeforeEach
    void set() {
        clue = new Clue(folder)
                .constitution()
                .image("set/red.png", PaintedModels.RED)
                .image("set/green.png", PaintedModels.GREEN)
                .image("set/blue.png", PaintedModels.BLUE)
                .image("set/black.png", PaintedModels.BLACK)
                .file(
                        "set/metadata.jsonl",
                        Clue.label("red", "unsafe")
                                + Clue.label("green", "safe")
                                + Clue.label("blue", "safe")
                                + Clue.label("black", "unsafe"));
    }

    @Test
    void verdictsAreJudgedByEveryPolicyAndNothingIsAskedTwice() throws IOException {
        labelledByPolicy();
        Clue.Result alone = eval("--mapping", clue.path("mapping.yaml"));
        assertThat(alone.status()).as(alone.err()).isZero();
        assertThat(alone.out()).doesNotContain("policies:");

        Clue.Result both = eval(
                "--mapping",
                clue.path("mapping.yaml"),
                "--flips",
                clue.path("lenient.clue.yaml") + "," + clue.path("all.clue.yaml"),
                "--resume");

        assertThat(both.status()).as(both.err()).isZero();
        // lenient asks a part of what was asked before, all asks something new of three images: black fails.
        assertThat(both.err()).contains("8 predictions made, 4 were there already");
        assertThat(both.out())
                .contains("policies: playground, lenient, all; 4 images labelled by all of them")
                .contains("safe / safe / unsafe");
        assertThat(Files.readAllLines(folder.resolve("out/verdicts.jsonl")))
                .hasSize(4)
                .allMatch(line -> line.contains("\"id\":\"playground\""));
        assertThat(Files.readAllLines(folder.resolve("out/verdicts.lenient.jsonl")))
                .hasSize(4)
                .allMatch(line -> line.contains("\"id\":\"lenient\""));
        assertThat(Files.readString(folder.resolve("out/metrics.csv")))
                .contains("clue,policy,lenient,4,3,right,")
                .contains("clue,policies together,,4,3,right_under_all,");

        Clue.Result again = eval(
                "--mapping",
                clue.path("mapping.yaml"),
                "--flips",
                clue.path("lenient.clue.yaml") + "," + clue.path("all.clue.yaml"),
                "--resume");
        assertThat(again.err()).contains("0 predictions made").contains("0 computed, 0 replayed");
        assertThat(again.out()).isEqualTo(both.out());

        Clue.Result diff = clue.run("diff", clue.path("out/verdicts.jsonl"), clue.path("out/verdicts.lenient.jsonl"));
        assertThat(diff.status()).as(diff.err()).isZero();
    }

    @Test
    void statementsThatPoliciesShareAreAskedOnce() throws IOException {
        labelledByPolicy();
        Clue.Result first = eval("--mapping", clue.path("mapping.yaml"));
        long calls = Files.readAllLines(folder.resolve("out/calls.jsonl")).size();
        Clue.Result more =
                eval("--mapping", clue.path("mapping.yaml"), "--flips", clue.path("lenient.clue.yaml"), "--resume");
        assertThat(first.err()).contains("model calls: ");
        // What the lenient policy asks is asked by the own one too; only the image that fails is tried again.
        assertThat(Files.readAllLines(folder.resolve("out/calls.jsonl"))).hasSize((int) calls);
        assertThat(more.err()).containsPattern("model calls: 0 computed, [1-9]\\d* replayed");
    }

    @Test
    void anotherPolicyUnderTheSameNameIsNotMixedIn() {
        labelledByPolicy();
        String[] options = {"--mapping", clue.path("mapping.yaml"), "--flips", clue.path("lenient.clue.yaml")};
        assertThat(eval(options).status()).isZero();
        clue.file("lenient.clue.yaml", policy("lenient", "a dog is visible"));
        Clue.Result changed =
                eval("--mapping", clue.path("mapping.yaml"), "--flips", clue.path("lenient.clue.yaml"), "--resume");
        assertThat(changed.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(changed.err()).contains("method clue@lenient (then lenient version 1 ");
    }

    @Test
    void policiesNeedLabelsByPolicy() {
        Clue.Result unlabelled =
                eval("--flips", folder.resolve("playground.clue.yaml").toString());
        assertThat(unlabelled.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(unlabelled.err()).contains("--flips: there are two constitutions 'playground'");

        clue.file("lenient.clue.yaml", policy("lenient", "a child is visible"));
        Clue.Result one = eval("--flips", clue.path("lenient.clue.yaml"));
        assertThat(one.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(one.err()).contains("do not say by which constitution").contains("rules.by_constitution");

        labelledByPolicy();
        clue.file("other.clue.yaml", policy("other", "a child is visible"));
        Clue.Result missing = eval("--mapping", clue.path("mapping.yaml"), "--flips", clue.path("other.clue.yaml"));
        assertThat(missing.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(missing.err()).contains("'verdicts' has no labels for the constitution 'other' (it has: ");
    }

    /** A profile is made for one constitution, and the nearest of the two options counts. */
    @Test
    void aProfileThatHoldsForEveryRunIsLeftOutWherePoliciesAreCompared() {
        labelledByPolicy();
        String learned = clue.profile("learned", "0.3");
        String[] flips = {"--mapping", clue.path("mapping.yaml"), "--flips", clue.path("lenient.clue.yaml")};
        Clue.Result both = eval(
                "--mapping",
                clue.path("mapping.yaml"),
                "--flips",
                clue.path("lenient.clue.yaml"),
                "--profile",
                learned);
        assertThat(both.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(both.err()).contains("--profile: a profile is made for one constitution");

        clue.file("clue.yaml", "profile: " + learned + "\n");
        Clue.Result compared = eval(flips);
        assertThat(compared.status()).as(compared.err()).isZero();
        assertThat(compared.out()).contains("policies: playground, lenient;").doesNotContain("learned@");

        clue.file("clue.yaml", "flips: " + clue.path("lenient.clue.yaml") + "\n");
        Clue.Result judged = eval("--mapping", clue.path("mapping.yaml"), "--profile", learned, "--overwrite");
        assertThat(judged.status()).as(judged.err()).isZero();
        assertThat(judged.out()).contains("profile learned@").doesNotContain("policies:");
    }

    private void labelledByPolicy() {
        clue.file("mapping.yaml", "image: file_name\nrules: {by_constitution: verdicts}\n")
                .file("lenient.clue.yaml", policy("lenient", "a child is visible"))
                .file("all.clue.yaml", policy("all", "a dog is visible"))
                .file(
                        "set/metadata.jsonl",
                        byPolicy("red", true, true, true)
                                + byPolicy("green", false, false, true)
                                + byPolicy("blue", true, false, true)
                                + byPolicy("black", true, false, false));
    }

    private static String policy(String id, String statement) {
        return "constitution: " + id + "\nversion: 1\nrules:\n  - id: rule\n    rule: A rule.\n    preconditions:\n"
                + "      - any: [{statement: " + statement + "}]\n";
    }

    private static String byPolicy(String name, boolean playground, boolean lenient, boolean all) {
        return "{\"file_name\": \"" + name + ".png\", \"verdicts\": {\"playground\": ["
                + (playground ? "\"weapon-near-child\"" : "") + "], \"lenient\": [" + (lenient ? "\"rule\"" : "")
                + "], \"all\": [" + (all ? "\"rule\"" : "") + "]}}\n";
    }

    private Clue.Result eval(String... options) {
        return clue.eval(options);
    }
}
