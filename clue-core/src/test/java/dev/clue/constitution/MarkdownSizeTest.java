package dev.clue.constitution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.error.ConstitutionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Policies as large as they may be. Nothing here is timed: where work grows with the square of the size, these sizes do not
 * come to an end.
 */
class MarkdownSizeTest {

    private static final int LARGE = 1_000_000;

    @TempDir
    Path folder = Path.of("");

    private List<SourceRule> read(String markdown, @Nullable List<SourceRule> earlier) {
        try {
            Path file = Files.writeString(folder.resolve("policy.md"), markdown);
            return MarkdownPolicy.read(file, earlier == null ? null : new ConstitutionSource("policy", 1, earlier))
                    .source()
                    .rules();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String list(int items, IntFunction<String> item) {
        return IntStream.range(0, items)
                .mapToObj(i -> "- " + item.apply(i) + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void tenMegabytesAreRefusedUnread() {
        assertThatThrownBy(() -> read("- No cat.\n".repeat(LARGE), null))
                .isInstanceOf(ConstitutionException.class)
                .hasMessageContaining("larger than 1048576 bytes");
    }

    @Test
    void runsOfBlanksAndDotsAreRead() {
        assertThat(read("- No" + " ".repeat(LARGE) + "cat. {#cats}\n", null))
                .extracting(rule -> rule.id() + ": " + rule.text())
                .containsExactly("cats: No cat.");
        assertThat(read("- **Cats" + ".".repeat(LARGE) + "x.** No cat.\n", null))
                .extracting(rule -> rule.id() + ": " + rule.text())
                .containsExactly("cats-x: No cat.");
    }

    @Test
    void aHundredThousandEqualRulesHaveIdsOfTheirOwn() {
        List<SourceRule> rules = read(list(100_000, i -> "No cat."), null);
        assertThat(rules)
                .extracting(SourceRule::id)
                .doesNotHaveDuplicates()
                .contains("no-cat", "no-cat-2", "no-cat-100000");
    }

    @Test
    void thousandsOfRewordedRulesKeepTheirIds() {
        int items = 8_000;
        List<SourceRule> before =
                read(list(items, i -> "Nobody may hold thing" + i + " and cup" + i + " on a roof."), null);
        List<SourceRule> after =
                read(list(items, i -> "Nobody may hold thing" + i + " or cup" + i + " near a roof."), before);
        assertThat(after)
                .extracting(SourceRule::id)
                .isEqualTo(before.stream().map(SourceRule::id).toList());
    }

    /** Each is like each other, so none can be told from the others by its words. */
    @Test
    void thousandsOfRulesThatAreAllAlike() {
        List<SourceRule> before = read(list(5_000, i -> "No cat on roof number " + i + "."), null);
        List<SourceRule> after = read(list(5_000, i -> "No cat on roof number " + (i + 20_000) + "."), before);
        assertThat(after).extracting(SourceRule::id).doesNotHaveDuplicates();
    }
}
