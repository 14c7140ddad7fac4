package dev.clue.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.model.Question;
import dev.clue.model.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptsTest {

    @Test
    void theStatementIsTheEndOfTheQuestionAndTheRestIsTheSameForAll() {
        Question cat = Prompts.precondition("a cat is visible");
        Question dog = Prompts.precondition("a dog is visible");
        assertThat(cat.content()).isEqualTo(" a cat is visible");
        assertThat(cat.instruction()).isEqualTo(dog.instruction()).endsWith(":").contains("Yes or No");
        assertThat(cat.text()).isEqualTo(cat.instruction() + cat.content()).endsWith(": a cat is visible");
    }

    @Test
    void dialoguesBeginAndEndWithTheUser() {
        List<Turn> again = Prompts.summaryAgain("a cat is visible", "I see one.", "Yes!");
        assertThat(again)
                .extracting(Turn::speaker)
                .containsExactly(
                        Turn.Speaker.USER,
                        Turn.Speaker.MODEL,
                        Turn.Speaker.USER,
                        Turn.Speaker.MODEL,
                        Turn.Speaker.USER);
        assertThat(Prompts.summary("a cat is visible", "I see one.")).isEqualTo(again.subList(0, 3));
        assertThat(Prompts.reasoning("a cat is visible")).isEqualTo(again.subList(0, 1));
        assertThat(again.getFirst().text()).contains("a cat is visible").doesNotContain("{statement}");
        assertThat(again.get(2).text()).contains("\"rating\"", "\"rationale\"");
        assertThat(again.getLast().text()).contains("\"rating\"", "\"rationale\"");
    }

    @Test
    void aStatementIsTakenAsItIs() {
        assertThat(Prompts.precondition("$1 {statement} \\n").content()).isEqualTo(" $1 {statement} \\n");
        assertThat(Prompts.reasoning("$1 \\").getFirst().text()).endsWith("$1 \\");
    }

    @Test
    void aTemplateSharesWhatStandsBeforeItsPlace() {
        Template rules = new Template("Which of these?\nRules:\n{rules}");
        Question question = rules.question("1. a\n2. {b}");
        assertThat(question.instruction()).isEqualTo("Which of these?\nRules:");
        assertThat(question.content()).isEqualTo("\n1. a\n2. {b}");
        assertThat(new Template("Yes or No.").question("").text()).isEqualTo("Yes or No.");
        assertThat(new Template("Yes or No.").question("").instruction()).isEqualTo("Yes or");
    }
}
