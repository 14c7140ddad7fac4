package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.Clue.Result;
import dev.clue.compile.ScriptedTextModel;
import dev.clue.compile.Step;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What people write into the files of {@code clue compile} stays, and settles what its checks find. */
class CompileEditsTest extends HouseRules {

    @Test
    void whatTheChecksFindFailsTheGateUntilAPersonSettlesIt() throws IOException {
        use(new ScriptedTextModel()
                .toThoseAbout(
                        "Rule: A dog",
                        Step.PRECONDITIONS,
                        request -> ScriptedTextModel.finished("{\"preconditions\": [[\"a dog is visible\"]]}")));
        Result result = asking("rules.clue.yaml");
        assertThat(result.status()).isEqualTo(ExitStatus.GATE.code());
        assertThat(result.out())
                .contains("error (cases): the chain is too wide")
                .contains("→ add the precondition");
        Result check = compile("rules.clue.yaml", "--check");
        assertThat(check.status()).isEqualTo(ExitStatus.GATE.code());
        assertThat(check.out()).contains("rule dogs: the chain is too wide");

        Files.writeString(
                lockFile("rules"), text("rules.clue.lock.yaml").replaceFirst("edited: false", "edited: true"));
        assertThat(compile("rules.clue.yaml", "--check").status()).isZero();
        assertThat(asking("rules.clue.yaml").status()).isZero();
    }

    @Test
    void whatAPersonEditsStaysAndIsMarked() throws IOException {
        asking("rules.clue.yaml");
        Files.writeString(
                lockFile("rules"), text("rules.clue.lock.yaml").replace("no lead is on the dog", "the dog runs free"));
        Result kept = asking("rules.clue.yaml");
        assertThat(kept.status()).isZero();
        assertThat(kept.out()).contains("edited      dogs  kept");
        assertThat(text("rules.clue.lock.yaml")).contains("the dog runs free").contains("    edited: true");

        clue.file("rules.clue.yaml", CONSTITUTION.replace("on a lead", "on a lead always"));
        Result stale = asking("rules.clue.yaml");
        assertThat(stale.status()).isEqualTo(ExitStatus.CONSTITUTION.code());
        assertThat(stale.out()).contains("stale       dogs").contains("--recompile dogs");
        assertThat(compile("rules.clue.yaml", "--check").status()).isEqualTo(ExitStatus.CONSTITUTION.code());

        assertThat(asking("rules.clue.yaml", "--recompile", "all").out()).contains("stale       dogs");
        assertThat(asking("rules.clue.yaml", "--recompile", "dogs").status()).isZero();
        assertThat(text("rules.clue.lock.yaml")).doesNotContain("runs free").doesNotContain("    edited: true");
    }

    @Test
    void whatSomebodyChangesMeanwhileIsKept() throws IOException {
        asking("rules.clue.yaml");
        String before = text("rules.clue.lock.yaml");
        use(new ScriptedTextModel().toThoseAbout("Rule: No dangerous", Step.OBJECTIVENESS, request -> {
            try {
                Files.writeString(lockFile("rules"), before.replace("no lead is on the dog", "the dog runs free"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return ScriptedTextModel.finished("{\"explanation\": \"it is dangerous\", \"score\": 3}");
        }));
        Result result = asking("rules.clue.yaml", "--recompile", "knives");
        assertThat(result.err()).contains("rule dogs: its entry was changed while the rules were compiled");
        assertThat(text("rules.clue.lock.yaml")).contains("the dog runs free").contains("it is dangerous");
    }

    @Test
    void aBrokenLockIsRefusedBeforeAnythingIsAsked() {
        clue.file("rules.clue.lock.yaml", "lock_format: 1\nconstitution: house\nrules:\n  - id: dogs\n");
        Result result = asking("rules.clue.yaml");
        assertThat(result.status()).isEqualTo(ExitStatus.CONSTITUTION.code());
        assertThat(result.err()).contains("rules.clue.lock.yaml:4:5").contains("run clue compile");
        assertThat(model.asked()).isEmpty();
    }

    @Test
    void aConstitutionThatSomebodyWroteIsNotOverwritten() throws IOException {
        clue.file("house.clue.yaml", CONSTITUTION);
        Result result = asking("house.md");
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err())
                .contains("house.clue.yaml was not written from")
                .contains("move it away");
        assertThat(text("house.clue.yaml")).isEqualTo(CONSTITUTION);
    }

    @Test
    void whatPeopleAddToTheConstitutionOfAMarkdownStays() throws IOException {
        asking("house.md");
        String added = text("house.clue.yaml").replace("rules:\n", "rules: # ours\n") + "    maps_to: [violence]\n";
        clue.file("house.clue.yaml", added);
        assertThat(compile("house.md", "--check").status()).isZero();
        assertThat(asking("house.md").status()).isZero();
        assertThat(text("house.clue.yaml")).isEqualTo(added);
    }

    @Test
    void suppressionsOutliveAChangeOfTheMarkdown() throws IOException {
        asking("house.md");
        String first = text("house.clue.yaml");
        clue.file(
                "house.clue.yaml",
                first.replace("constitution:", "# lint: allow too-long: the house likes it\nconstitution:")
                        .replace("  - id: knives", "  # lint: allow vague-word: so the house says\n  - id: knives")
                        .replace("  - id: dogs", "  # lint: allow not-visible: dogs are seen\n  - id: dogs"));
        String changed = POLICY.replace("A dog must be on a lead", "A dog must be on a red lead");
        clue.file("house.md", changed);
        assertThat(asking("house.md", "--dry-run").out()).doesNotContain("-# lint", "-  # lint");
        Result result = asking("house.md");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err()).doesNotContain("is not kept");
        assertThat(text("house.clue.yaml"))
                .contains("# lint: allow too-long: the house likes it\nconstitution: house-rules\n")
                .contains(
                        "  # lint: allow not-visible: dogs are seen\n  - id: dogs\n    rule: A dog must be on a red lead")
                .contains("  # lint: allow vague-word: so the house says\n  - id: knives\n");

        clue.file(
                "house.md",
                changed.replaceFirst("(?m)^- ..Dogs.*$", "- **Scooters.** No three people on one scooter."));
        Result gone = asking("house.md");
        assertThat(gone.status()).as(gone.err()).isZero();
        assertThat(oneLine(gone.err()))
                .contains(
                        "\"# lint: allow not-visible: dogs are seen\" is not kept, because what it is about in rule dogs is")
                .contains("the rule is gone from the policy");
        assertThat(text("house.clue.yaml"))
                .contains("# lint: allow too-long", "# lint: allow vague-word")
                .doesNotContain("dogs");
    }
}
