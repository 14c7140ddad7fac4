package dev.clue.constitution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.error.ConstitutionException;
import dev.clue.error.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a Markdown text is a rule, and that its ids stay. */
class MarkdownPolicyTest {

    @TempDir
    Path folder = Path.of("");

    private MarkdownPolicy read(String markdown, @Nullable ConstitutionSource earlier) {
        try {
            return MarkdownPolicy.read(Files.writeString(folder.resolve("policy.md"), markdown), earlier);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String rules(MarkdownPolicy policy) {
        return policy.source().rules().stream()
                .map(rule -> rule.id() + ": " + rule.text())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void itemsAndSectionsAreRules() {
        MarkdownPolicy policy = read("""
                # Our house

                What we think of pictures.

                ## Animals

                - **Leads.** Dogs must be on a *lead*.
                - No `cats` on [tables](https://example.com "t").
                  In no room.
                - **Wild** animals are fine, but none of these:
                  - lions
                  - bears

                ## Smoking

                Nobody smokes.

                Not even outdoors.

                ## Numbered

                No picture may show:

                1. a gun {#guns}
                2. a knife
                """, null);
        assertThat(policy.source().id()).isEqualTo("our-house");
        assertThat(policy.source().version()).isEqualTo(1);
        assertThat(rules(policy)).isEqualTo("""
                leads: Dogs must be on a lead.
                no-cats-on-tables-in-no: No cats on tables. In no room.
                wild-animals-are-fine-but-none: Wild animals are fine, but none of these: lions; bears
                smoking: Nobody smokes. Not even outdoors.
                guns: No picture may show: a gun
                no-picture-may-show-a-knife: No picture may show: a knife""");
        assertThat(policy.source().rules().getFirst().line()).isEqualTo(7);
        assertThat(policy.notes()).isEmpty();
    }

    @Test
    void whatIsNotReadAsARuleIsSaid() {
        MarkdownPolicy policy = read("""
                # House

                Welcome.

                - No guns.

                And no drugs, please.

                ## More

                Some thoughts.

                - No knives.

                > Nor swords.

                | rule | why |
                |------|-----|
                | No axes | sharp |

                ```
                no bombs
                ```
                """, null);
        assertThat(rules(policy)).isEqualTo("no-guns: No guns.\nno-knives: No knives.");
        assertThat(policy.notes()).extracting(Finding::line).containsExactly(7, 11, 15, 17, 21);
        assertThat(policy.notes())
                .allSatisfy(note ->
                        assertThat(note.message()).contains("not read as").contains("make"));
    }

    @Test
    void settingsBeforeTheTextAreNoRules() {
        MarkdownPolicy policy =
                read("---\ntitle: House\ntags: [a]\n---\n# House\n\n- [ ] No guns.\n- [x] No knives.\n", null);
        assertThat(rules(policy)).isEqualTo("no-guns: No guns.\nno-knives: No knives.");
        assertThat(policy.source().rules().getFirst().line()).isEqualTo(7);
    }

    @Test
    void idsStayWhenRulesMoveAreAddedAndReworded() {
        ConstitutionSource first = read("""
                ## A
                - No guns in the hands of children.
                - **Leads.** Dogs must be on a lead.
                - No knives on tables.
                """, null).source();
        MarkdownPolicy second = read("""
                ## B
                - No swords.
                - No knives on any tables.
                - **Leads.** Each dog has a lead.
                - **Guns.** No guns in the hands of children.
                """, first);
        assertThat(rules(second)).isEqualTo("""
                no-swords: No swords.
                no-knives-on-tables: No knives on any tables.
                leads: Each dog has a lead.
                no-guns-in-the-hands-of: No guns in the hands of children.""");
        assertThat(second.source().version()).isEqualTo(2);
        assertThat(second.notes()).isEmpty();
    }

    @Test
    void aNamedRuleDoesNotTakeTheIdOfAnother() {
        ConstitutionSource first =
                read("- **Guns.** Guns must not be shown.\n", null).source();
        MarkdownPolicy second = read("- **Knives.** Knives must not be shown.\n", first);
        assertThat(rules(second)).isEqualTo("knives: Knives must not be shown.");
        assertThat(second.notes()).singleElement().asString().contains("rule guns: the rule is gone");
    }

    @Test
    void theSameTextTwiceIsTwoRules() {
        assertThat(rules(read("- No guns.\n- No guns.\n", null))).isEqualTo("no-guns: No guns.\nno-guns-2: No guns.");
    }

    @Test
    void nothingChangesWhereNothingChanged() {
        String markdown = "# H\n\n- No guns.\n- No guns.\n- **X:** No y.\n\n## Z\n\nNo z.\n";
        ConstitutionSource first = read(markdown, null).source();
        assertThat(read(markdown, first).source().saysTheSameAs(first)).isTrue();
        Path file = folder.resolve("policy.clue.yaml");
        first.write(file, "# written\n");
        assertThat(ConstitutionFile.readSource(file).saysTheSameAs(first)).isTrue();
    }

    @Test
    void whatWasAddedByHandIsKeptWhileTheRuleIsAsItWas() {
        ConstitutionSource byHand =
                withAdditions(read("- No guns.\n- No knives.\n", null).source());
        MarkdownPolicy moved = read("- No knives.\n- No guns.\n", byHand);
        assertThat(moved.source().rules().getLast().preconditions()).hasSize(1);
        assertThat(moved.source().rules().getLast().mapsTo()).containsExactly("violence");
    }

    @Test
    void whatWasAddedByHandIsNeitherLostNorUsedForAnotherText() {
        ConstitutionSource byHand =
                withAdditions(read("- No guns.\n- No knives.\n", null).source());
        assertThatThrownBy(() -> read("- No guns at all.\n- No knives.\n", byHand))
                .isInstanceOf(ConstitutionException.class)
                .hasMessageContaining("policy.md:1:1: rule no-guns: the rule has changed, but its preconditions")
                .hasMessageContaining("change rule: there");
        assertThatThrownBy(() -> read("- No knives.\n", byHand))
                .isInstanceOf(ConstitutionException.class)
                .hasMessageContaining("rule no-guns: the rule is gone from the policy, but somebody wrote");
    }

    private static ConstitutionSource withAdditions(ConstitutionSource source) {
        List<SourceRule> rules = new ArrayList<>(source.rules());
        SourceRule first = rules.getFirst();
        rules.set(
                0,
                new SourceRule(
                        first.id(),
                        first.text(),
                        null,
                        List.of("violence"),
                        List.of(new Precondition(List.of(new Statement("a gun is visible", List.of("gun"))))),
                        1,
                        1));
        return new ConstitutionSource(source.id(), source.version(), rules);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bad ID!", "two words", "Up", "../x", "", " spaced ", "\u00fcber uns"})
    void whatStandsForAnIdAndIsNoneIsRefused(String id) {
        for (String markdown :
                List.of("- No cats.\n- No guns {#" + id + "}\n", "- No cats.\n- **Guns.** No {#" + id + "}\n")) {
            assertThatThrownBy(() -> read(markdown, null))
                    .isInstanceOfSatisfying(
                            ConstitutionException.class,
                            e -> assertThat(e.findings()).singleElement().satisfies(finding -> {
                                assertThat(finding.line()).isEqualTo(2);
                                assertThat(finding.message())
                                        .startsWith("the id in {#" + id + "} must be lower-case letters and digits");
                            }));
        }
        assertThatThrownBy(() -> read("## Guns {#" + id + "}\n\nNo guns.\n", null))
                .isInstanceOf(ConstitutionException.class)
                .hasMessageContaining("the id in {#" + id + "} must be");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# Title alone\n",
                "Just a paragraph.\n",
                "- \n",
                "<script>alert(1)</script>\n",
                "- a \u202e b\n",
                "- a \u0007 b\n",
                "- a {#NOT AN ID}\n- b {#Up}\n",
                "- a {#}\n",
                "- a {#../x}\n",
                "- a {#x}\n- b {#x}\n"
            })
    void mistakesAreRefusedWithTheirPlace(String markdown) {
        assertThatThrownBy(() -> read(markdown, null))
                .isInstanceOfSatisfying(
                        ConstitutionException.class,
                        e -> assertThat(e.findings()).allSatisfy(finding -> {
                            assertThat(finding.line()).isPositive();
                            assertThat(finding.message()).isNotBlank();
                        }));
    }

    /** As deep, long and many as a file may hold: read, or refused in words. */
    @ParameterizedTest
    @ValueSource(strings = {"> ", "- ", "*a ", "[", "![", "`", "<", "# ", "1. ", "**a** ", "_", "&#", "\\"})
    void hostileTextsAreReadOrRefused(String piece) {
        for (String markdown : List.of(
                piece.repeat(20_000) + "a\n",
                (piece + "a\n").repeat(10_000),
                IntStream.range(0, 1_000)
                        .mapToObj(i -> " ".repeat(i % 300) + piece)
                        .collect(Collectors.joining("\n")))) {
            try {
                assertThat(read(markdown, null).source().rules()).isNotEmpty();
            } catch (ConstitutionException e) {
                assertThat(e.findings()).isNotEmpty();
            }
        }
    }
}
