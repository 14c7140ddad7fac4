package dev.clue.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.lint.CarriedSuppressions.Lost;
import java.util.List;
import org.junit.jupiter.api.Test;

class CarriedSuppressionsTest {

    private static final String BEFORE = """
            # Written from Markdown.
            # lint: allow several-rules: lists are fine here
            constitution: beach
            version: 1
            rules:
              # lint: allow vague-word: the law says so
              # lint: allow too-long: and it says a lot
              # another comment
              - id: clothes
                rule: No indecent clothes.
              - id: towels # lint: allow unstable-id: it stays
                rule: No big towel. # lint: allow quantity-without-number: all of them
              - id: babies
                rule: No baby without an adult.
                preconditions:
                  - any:
                      - statement: a baby is visible
                        objects: [baby]
                  # lint: allow negated-precondition: the model answers it
                  - any: [{statement: no adult is visible, objects: [adult]}]
            """;

    /** As the compiler writes it, with the rules in another order. */
    private static final String AFTER = """
            # Written from Markdown.
            constitution: beach
            version: 2
            rules:
              - id: babies
                rule: No baby without an adult.
                preconditions:
                  - any:
                      - statement: a baby is visible
                        objects:
                          - baby
                  - any:
                      - statement: no adult is visible
                        objects:
                          - adult
              - id: clothes
                rule: No indecent clothes on a beach.
              - id: towels
                rule: No big towel.
              - id: dogs
                rule: No dog.
            """;

    @Test
    void eachStandsAboveWhatItWasAbout() {
        CarriedSuppressions carried = CarriedSuppressions.of(BEFORE, AFTER);
        assertThat(carried.lost()).isEmpty();
        assertThat(carried.text()).isEqualTo("""
                # Written from Markdown.
                # lint: allow several-rules: lists are fine here
                constitution: beach
                version: 2
                rules:
                  - id: babies
                    rule: No baby without an adult.
                    preconditions:
                      - any:
                          - statement: a baby is visible
                            objects:
                              - baby
                      # lint: allow negated-precondition: the model answers it
                      - any:
                          - statement: no adult is visible
                            objects:
                              - adult
                  # lint: allow vague-word: the law says so
                  # lint: allow too-long: and it says a lot
                  - id: clothes
                    rule: No indecent clothes on a beach.
                  # lint: allow unstable-id: it stays
                  - id: towels
                    # lint: allow quantity-without-number: all of them
                    rule: No big towel.
                  - id: dogs
                    rule: No dog.
                """);
    }

    @Test
    void writtenAgainTheyStayWhereTheyAre() {
        String once = CarriedSuppressions.of(BEFORE, AFTER).text();
        assertThat(CarriedSuppressions.of(once, AFTER).text()).isEqualTo(once);
    }

    @Test
    void whatIsAboutARuleThatIsGoneIsNamed() {
        String after = "constitution: beach\nversion: 2\nrules:\n  - id: clothes\n    rule: No indecent clothes.\n";
        CarriedSuppressions carried =
                CarriedSuppressions.of(BEFORE + "# lint: allow vague-word: about nothing\n", after);
        assertThat(carried.lost())
                .containsExactly(
                        new Lost(11, "# lint: allow unstable-id: it stays", "towels"),
                        new Lost(12, "# lint: allow quantity-without-number: all of them", "towels"),
                        new Lost(19, "# lint: allow negated-precondition: the model answers it", "babies"),
                        new Lost(21, "# lint: allow vague-word: about nothing", null));
        assertThat(carried.text())
                .contains("# lint: allow several-rules", "# lint: allow vague-word: the law says so")
                .doesNotContain("about nothing", "towel", "baby");
    }

    @Test
    void withoutSuppressionsNothingChanges() {
        assertThat(CarriedSuppressions.of("constitution: beach\nversion: 1\nrules: [{id: a, rule: b}]\n", AFTER))
                .isEqualTo(new CarriedSuppressions(AFTER, List.of()));
    }
}
