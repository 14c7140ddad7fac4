package dev.clue.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.compile.ObjectivenessRater;
import dev.clue.compile.ScriptedTextModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** docs/lint.md explains every code, and its examples are what it says. */
class LintDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "lint.md");
    private static final Pattern SECTION =
            Pattern.compile("^### `([a-z-]+)`\\n(.*?)(?=^##|\\z)", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
    private static final String LOCK = "# the lock beside it\n";

    @TempDir
    Path folder = Path.of("");

    @Test
    void everyCodeHasASectionWithItsSeverityAndMeaning() throws IOException {
        Map<String, String> sections = sections();
        assertThat(sections.keySet()).containsExactlyInAnyOrderElementsOf(LintCode.ids());
        for (LintCode code : LintCode.values()) {
            String head = "*" + code.severity().name().toLowerCase(Locale.ROOT) + "* · " + code.meaning() + "\n";
            assertThat(sections.get(code.id())).startsWith(head);
        }
    }

    @TestFactory
    Stream<DynamicTest> theFirstExampleHasTheFindingAndTheOtherHasNot() throws IOException {
        return sections().entrySet().stream()
                .map(section -> DynamicTest.dynamicTest(
                        section.getKey(), () -> examples(section.getKey(), section.getValue())));
    }

    private void examples(String code, String section) {
        List<String> examples = new ArrayList<>();
        Matcher example = EXAMPLE.matcher(section);
        while (example.find()) {
            examples.add(example.group(1));
        }
        assertThat(examples).isNotEmpty();
        boolean locked = examples.size() > 1 && examples.get(1).startsWith(LOCK);
        String lock = locked ? examples.get(1).substring(LOCK.length()) : null;
        assertThat(found(rated(examples.getFirst(), lock))).contains(code);
        examples.stream()
                .skip(locked ? 2 : 1)
                .forEach(good -> assertThat(found(rated(good, null))).as(good).doesNotContain(code));
    }

    private LintReport rated(String rules, @Nullable String lock) {
        return Linted.rules(folder, rules, lock, new Lint(new ObjectivenessRater(ScriptedTextModel::new)));
    }

    private static List<String> found(LintReport report) {
        return report.findings().stream()
                .filter(LintFinding::counts)
                .map(finding -> finding.code().id())
                .toList();
    }

    private static Map<String, String> sections() throws IOException {
        Map<String, String> sections = new LinkedHashMap<>();
        Matcher section = SECTION.matcher(Files.readString(DOCUMENT));
        while (section.find()) {
            sections.put(section.group(1), section.group(2));
        }
        return sections;
    }
}
