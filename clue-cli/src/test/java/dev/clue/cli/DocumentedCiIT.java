package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.constitution.CompiledBy;
import dev.clue.constitution.ConstitutionFile;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockFile;
import dev.clue.constitution.LockFinding;
import dev.clue.constitution.LockFinding.Severity;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.SourceRule;
import dev.clue.constitution.Statement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The commands of docs/ci.md, in the order in which a build server or git runs them, with the models that ship. */
@DisabledOnOs(OS.WINDOWS)
class DocumentedCiIT {

    private static final Path DOCUMENT = Path.of("..", "docs", "ci.md");
    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final String POLICY = "policy/playground.clue.yaml";
    private static final String ERROR = "the chain holds where the rule does not";
    private static final List<String> IMAGES = List.of("alone.png", "looked-after.png");

    @TempDir
    Path root = Path.of("");

    /** What a command left behind. */
    private record Run(int status, String out) {}

    @BeforeEach
    void policyAndClue() throws IOException {
        Path policy = Files.createDirectories(root.resolve("policy"));
        for (String name : List.of("playground.clue.yaml", "playground.clue.lock.yaml")) {
            Files.copy(EXAMPLES.resolve(name), policy.resolve(name));
        }
        StringBuilder cases = new StringBuilder("cases:\n");
        for (String image : IMAGES) {
            Files.copy(EXAMPLES.resolve(image), policy.resolve(image));
            cases.append("  - {image: ")
                    .append(image)
                    .append(", verdict: ")
                    .append(image.equals("alone.png") ? "unsafe" : "safe")
                    .append("}\n");
        }
        Files.writeString(policy.resolve("playground.clue.test.yaml"), cases);
        executable(root.resolve("clue-tool/clue"), """
            #!/bin/sh
            exec '%s' -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp '%s' dev.clue.cli.Main "$@"
            """.formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"), System.getProperty("java.class.path")));
    }

    @Test
    void theWorkflowPassesAGoodPolicyAndWritesItsReports() throws Exception {
        Path githubPath = Files.createFile(root.resolve("github-path"));
        List<String> steps = steps();
        assertThat(steps).hasSize(4);
        for (String step : steps) {
            Run run = sh(
                    step,
                    Map.of(
                            "GITHUB_PATH",
                            githubPath.toString(),
                            "PATH",
                            Files.readString(githubPath).strip() + ":" + System.getenv("PATH")));
            assertThat(run.status()).as("%s%n%s", step, run.out()).isZero();
        }
        assertThat(Files.readString(root.resolve("junit.xml"))).contains("tests=\"2\"", "failures=\"0\"");
        SarifSchema.requireValid(Files.readString(root.resolve("lint.sarif")));
        SarifSchema.requireValid(Files.readString(root.resolve("test.sarif")));
        List<String> kept = workflow()
                .lines()
                .map(String::strip)
                .filter(line -> line.matches("[\\w-]+\\.(xml|sarif)"))
                .toList();
        assertThat(kept)
                .containsExactly("junit.xml", "lint.sarif", "test.sarif")
                .allSatisfy(report -> assertThat(root.resolve(report)).exists());
    }

    @Test
    void theWorkflowStopsAtAVaguePolicyAndAtAWrongVerdict() throws Exception {
        edit(POLICY, "A child must not touch an alcoholic drink.", "A child must not touch an inappropriate drink.");
        edit("policy/playground.clue.test.yaml", "verdict: unsafe", "verdict: safe");
        Map<String, String> path = Map.of("PATH", root.resolve("clue-tool") + ":" + System.getenv("PATH"));
        Run lint = sh(step("clue lint"), path);
        assertThat(lint.status()).as(lint.out()).isEqualTo(ExitStatus.GATE.code());
        assertThat(Files.readString(root.resolve("lint.sarif"))).contains("vague-word", "inappropriate");
        Run test = sh(step("clue test"), path);
        assertThat(test.status()).as(test.out()).isEqualTo(ExitStatus.GATE.code());
        assertThat(Files.readString(root.resolve("test.sarif"))).contains("alone.png: expected safe");
    }

    @Test
    void theWorkflowStopsAtARuleThatIsNotCompiledAndAtAnOpenError() throws Exception {
        Map<String, String> path = Map.of("PATH", root.resolve("clue-tool") + ":" + System.getenv("PATH"));
        String check = step("for policy");
        openError();
        Run open = sh(check, path);
        assertThat(open.status()).as(open.out()).isEqualTo(ExitStatus.GATE.code());
        assertThat(open.out()).contains("rule dogs: " + ERROR);

        edit("policy/house.clue.yaml", "No dogs.", "No dog may be seen.");
        Run changed = sh(check, path);
        assertThat(changed.status()).as(changed.out()).isEqualTo(ExitStatus.CONSTITUTION.code());
        assertThat(changed.out()).contains("rule dogs: it has changed since it was compiled");
    }

    /** Writes a policy with a rule that was compiled, and against whose chain the compiler's checks have something. */
    private void openError() throws IOException {
        Path file = root.resolve("policy/house.clue.yaml");
        Files.writeString(file, """
                constitution: house
                version: 1
                rules:
                  - id: dogs
                    rule: No dogs.
                """);
        SourceRule rule = ConstitutionFile.readSource(file).rules().getFirst();
        LockEntry entry = new LockEntry(
                rule.id(),
                rule.sha256(),
                "A dog must not be visible.",
                List.of(),
                List.of(new Precondition(List.of(new Statement("a dog is visible", List.of("dog"))))),
                List.of(new LockFinding("cases", Severity.ERROR, ERROR, "look at it")),
                new CompiledBy("scripted", null, "1", "0.1.0", null, null, null),
                false);
        new LockFile("house", List.of(entry)).write(LockFile.beside(file));
    }

    @Test
    void theHookLetsGoodPoliciesThroughAndStopsOthers() throws Exception {
        git("init", "-q");
        git("config", "user.email", "somebody@example.org");
        git("config", "user.name", "somebody");
        executable(root.resolve(".git/hooks/pre-commit"), block("hook", "sh"));
        Files.writeString(root.resolve("notes.txt"), "no policy");
        git("add", "notes.txt");
        Run unrelated = git("commit", "-q", "-m", "Notes");
        assertThat(unrelated.status()).as(unrelated.out()).isZero();
        assertThat(unrelated.out()).doesNotContain("cases");

        git("add", "policy");
        Run good = git("commit", "-q", "-m", "Policy");
        assertThat(good.status()).as(good.out()).isZero();
        assertThat(good.out()).contains("2 cases: 2 passed");

        openError();
        git("add", "policy");
        Run open = git("commit", "-q", "-m", "Dogs");
        assertThat(open.status()).as(open.out()).isNotZero();
        assertThat(open.out()).contains("rule dogs: " + ERROR);
        git("rm", "-q", "--cached", "policy/house.clue.yaml", "policy/house.clue.lock.yaml");
        Files.delete(root.resolve("policy/house.clue.yaml"));
        Files.delete(root.resolve("policy/house.clue.lock.yaml"));

        String sound = Files.readString(root.resolve(POLICY));
        edit(POLICY, "A child must not touch an alcoholic drink.", "A child must not touch an inappropriate drink.");
        git("add", "policy");
        Run vague = git("commit", "-q", "-m", "Vague");
        assertThat(vague.status()).as(vague.out()).isNotZero();
        assertThat(vague.out()).contains("[vague-word]");

        // What is mended and not added is not committed.
        Files.writeString(root.resolve(POLICY), sound);
        Run stillVague = git("commit", "-q", "-m", "Vague");
        assertThat(stillVague.status()).as(stillVague.out()).isNotZero();
        assertThat(stillVague.out()).contains("[vague-word]");

        // What is spoilt and not added does not stop the commit.
        git("add", "policy");
        Files.writeString(
                root.resolve("policy/playground.clue.test.yaml"), "\n# a comment\n", StandardOpenOption.APPEND);
        git("add", "policy");
        edit(POLICY, "A child must not touch an alcoholic drink.", "A child must not touch an inappropriate drink.");
        Run spoiltAfterwards = git("commit", "-q", "-m", "Comment");
        assertThat(spoiltAfterwards.status()).as(spoiltAfterwards.out()).isZero();
        assertThat(spoiltAfterwards.out()).contains("2 cases: 2 passed");
    }

    @Test
    void theHookStopsATextThatItsConstitutionDoesNotSay() throws Exception {
        git("init", "-q");
        git("config", "user.email", "somebody@example.org");
        git("config", "user.name", "somebody");
        executable(root.resolve(".git/hooks/pre-commit"), block("hook", "sh"));
        Path policies = Path.of("..", "policies");
        for (String name : List.of("children.md", "children.clue.yaml", "children.clue.lock.yaml")) {
            Files.copy(policies.resolve(name), root.resolve("policy").resolve(name));
        }
        Files.writeString(root.resolve("policy/README.md"), "# No policy\n");
        // Beside a constitution that somebody wrote, a text of its name is none that it was compiled from.
        Files.writeString(root.resolve("policy/playground.md"), "# About the playground\n");
        git("add", "policy");
        Run good = git("commit", "-q", "-m", "Policies");
        assertThat(good.status()).as(good.out()).isZero();
        assertThat(good.out()).contains("up to date");

        Files.writeString(
                root.resolve("policy/children.md"),
                "\n- **Dogs.** A dog must not be visible.\n",
                StandardOpenOption.APPEND);
        git("add", "policy");
        Run stale = git("commit", "-q", "-m", "Dogs");
        assertThat(stale.status()).as(stale.out()).isNotZero();
        assertThat(stale.out()).contains("children.clue.yaml: does not say what policy/children.md says");

        git("reset", "-q", "--hard");
        Files.writeString(root.resolve("policy/README.md"), "# Still no policy\n");
        Files.writeString(root.resolve("policy/playground.md"), "# More about the playground\n");
        git("add", "policy");
        Run unrelated = git("commit", "-q", "-m", "Notes");
        assertThat(unrelated.status()).as(unrelated.out()).isZero();
    }

    /** The constitution is as it was, and what is beside it is not. */
    @Test
    void theHookSeesWhatBelongsToAPolicy() throws Exception {
        git("init", "-q");
        git("config", "user.email", "somebody@example.org");
        git("config", "user.name", "somebody");
        executable(root.resolve(".git/hooks/pre-commit"), block("hook", "sh"));
        Path photos = Files.createDirectories(root.resolve("photos"));
        Files.move(root.resolve("policy/alone.png"), photos.resolve("alone.png"));
        edit("policy/playground.clue.test.yaml", "image: alone.png", "image: ../photos/alone.png");
        git("add", "policy", "photos");
        Run good = git("commit", "-q", "-m", "Policy");
        assertThat(good.status()).as(good.out()).isZero();

        Files.copy(EXAMPLES.resolve("milk.png"), photos.resolve("milk.png"));
        git("add", "photos");
        Run unrelated = git("commit", "-q", "-m", "An image without a case");
        assertThat(unrelated.status()).as(unrelated.out()).isZero();
        assertThat(unrelated.out()).doesNotContain("passed");

        requireStopped(
                () -> Files.copy(
                        EXAMPLES.resolve("looked-after.png"),
                        photos.resolve("alone.png"),
                        StandardCopyOption.REPLACE_EXISTING),
                "expected unsafe");
        requireStopped(() -> Files.delete(root.resolve("policy/looked-after.png")), "looked-after.png");
        requireStopped(
                () -> edit("policy/playground.clue.test.yaml", "verdict: safe", "verdict: unsafe"), "expected unsafe");
        requireStopped(() -> Files.delete(root.resolve("policy/playground.clue.lock.yaml")), "playground");

        Run nothing = git("commit", "-q", "--allow-empty", "-m", "Nothing");
        assertThat(nothing.status()).as(nothing.out()).isZero();
        assertThat(nothing.out()).isEmpty();
    }

    /** What is done to a file. */
    private interface Change {
        void make() throws IOException;
    }

    private void requireStopped(Change change, String said) throws Exception {
        change.make();
        git("add", "-A", "policy", "photos");
        Run stopped = git("commit", "-q", "-m", "Change");
        assertThat(stopped.status()).as(stopped.out()).isNotZero();
        assertThat(stopped.out()).contains(said);
        git("reset", "-q", "--hard");
    }

    /** git quotes such names unless it is told otherwise. */
    @Test
    void theHookFindsPoliciesOfAnyName() throws Exception {
        git("init", "-q");
        git("config", "user.email", "somebody@example.org");
        git("config", "user.name", "somebody");
        executable(root.resolve(".git/hooks/pre-commit"), block("hook", "sh"));
        Path named = Files.createDirectories(root.resolve("Regeln f\u00fcr \"alle\""));
        String policy = Files.readString(root.resolve(POLICY));
        for (String name : List.of("stra\u00dfe.clue.yaml", "-n.clue.yaml", "\u30eb\u30fc\u30eb.clue.yaml")) {
            Files.writeString(
                    named.resolve(name),
                    policy.replace(
                            "A child must not touch an alcoholic drink.",
                            "A child must not touch an inappropriate drink."));
            git("add", "-A", named.toString());
            Run refused = git("commit", "-q", "-m", "Named");
            assertThat(refused.status()).as(refused.out()).isNotZero();
            assertThat(refused.out()).contains(name, "[vague-word]");
            Files.delete(named.resolve(name));
            git("add", "-A", named.toString());
        }
        Files.writeString(root.resolve("-notes.txt"), "no policy");
        git("add", "-A", "--", "-notes.txt");
        Run deleted = git("commit", "-q", "-m", "Notes");
        assertThat(deleted.status()).as(deleted.out()).isZero();
    }

    @Test
    @SuppressWarnings("unchecked") // YAML
    void theEntriesOfThePreCommitFrameworkLookAtWhateverBelongsToAPolicy() throws Exception {
        Map<String, Object> config = (Map<String, Object>) yaml(block("pre-commit", "yaml"));
        Map<String, Object> repository = ((List<Map<String, Object>>) config.get("repos")).getFirst();
        List<Map<String, Object>> hooks = (List<Map<String, Object>>) repository.get("hooks");
        assertThat(hooks)
                .extracting(hook -> hook.get("name"))
                .containsExactly("clue lint", "clue compile --check", "clue test");
        Map<String, String> path = Map.of("PATH", root.resolve("clue-tool") + ":" + System.getenv("PATH"));
        for (Map<String, Object> hook : hooks) {
            Pattern files = Pattern.compile((String) hook.get("files"));
            for (String file : List.of(
                    POLICY,
                    "policy/playground.clue.lock.yaml",
                    "policy/playground.clue.test.yaml",
                    "policy/alone.png")) {
                assertThat(files.matcher(file).find()).as(file).isTrue();
            }
            assertThat(files.matcher("src/Main.java").find()).isFalse();
            assertThat(hook.get("pass_filenames")).isEqualTo(false);
            Run run = sh(String.valueOf(hook.get("entry")), path);
            assertThat(run.status()).as(run.out()).isZero();
        }
        openError();
        Files.copy(
                EXAMPLES.resolve("looked-after.png"),
                root.resolve("policy/alone.png"),
                StandardCopyOption.REPLACE_EXISTING);
        for (Map<String, Object> hook : hooks.subList(1, hooks.size())) {
            Run run = sh(String.valueOf(hook.get("entry")), path);
            assertThat(run.status()).as(run.out()).isEqualTo(ExitStatus.GATE.code());
        }
    }

    @SuppressWarnings("unchecked") // YAML
    private static List<String> steps() throws IOException {
        Map<String, Object> workflow = (Map<String, Object>) yaml(workflow());
        Map<String, Object> jobs = (Map<String, Object>) workflow.get("jobs");
        Map<String, Object> job = (Map<String, Object>) jobs.get("policy");
        List<String> steps = new ArrayList<>();
        for (Map<String, Object> step : (List<Map<String, Object>>) job.get("steps")) {
            if (step.containsKey("run")) {
                steps.add((String) step.get("run"));
            }
        }
        return steps;
    }

    private static String step(String command) throws IOException {
        return steps().stream()
                .filter(step -> step.startsWith(command))
                .findFirst()
                .orElseThrow();
    }

    private static String workflow() throws IOException {
        return block("workflow", "yaml");
    }

    private static Object yaml(String text) {
        return new Load(LoadSettings.builder().build()).loadFromString(text);
    }

    private static String block(String name, String language) throws IOException {
        Matcher block = Pattern.compile("<!-- " + name + " -->\\n```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(DOCUMENT));
        assertThat(block.find()).as("docs/ci.md has the block %s", name).isTrue();
        return block.group(1);
    }

    private Run git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return run(command, Map.of("PATH", root.resolve("clue-tool") + ":" + System.getenv("PATH")));
    }

    private Run sh(String script, Map<String, String> environment) throws Exception {
        return run(List.of("sh", "-e", "-c", script), environment);
    }

    private Run run(List<String> command, Map<String, String> environment) throws Exception {
        Path out = root.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CLUE_") || name.startsWith("GIT_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended in time").isTrue();
        return new Run(process.exitValue(), Files.readString(out));
    }

    private void edit(String file, String before, String after) throws IOException {
        Path path = root.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(before);
        Files.writeString(path, text.replace(before, after));
    }

    private static void executable(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
