package dev.clue.compile;

import static dev.clue.compile.Compiled.entry;
import static dev.clue.compile.Compiled.findings;
import static dev.clue.compile.Compiled.run;
import static dev.clue.compile.Compiled.statements;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.compile.ScriptedTextModel.Policies;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A chain that is not what the rule says is never accepted in silence. */
class ChainChecksTest {

    private static final Map<String, String> DOGS = Map.of("dogs", Policies.DOGS);
    private static final Map<String, String> SCOOTERS = Map.of("scooters", Policies.SCOOTERS);

    /** A model that takes the rule apart as it likes, and judges pictures by what the rule says. */
    private static ScriptedTextModel takesApart(List<List<String>> chain) {
        return new ScriptedTextModel().to(Step.PRECONDITIONS, ScriptedTextModel.preconditions(chain));
    }

    private static ScriptedTextModel judging(Function<String, String> answer) {
        return new ScriptedTextModel()
                .toThoseAbout(
                        Policies.SCOOTERS,
                        Step.CASES,
                        request -> ScriptedTextModel.finished(ScriptedTextModel.judged(
                                ScriptedTextModel.pictures(
                                                request.dialogue().getFirst().text())
                                        .stream()
                                        .map(answer)
                                        .toList())));
    }

    @Test
    void aChainThatLacksAPreconditionIsTooWide() {
        assertThat(findings(entry(run(takesApart(List.of(List.of("a dog is visible"))), DOGS), "dogs")))
                .singleElement()
                .asString()
                .startsWith(
                        "cases ERROR: the chain is too wide: where \"a dog is visible\" is true the chain says violated,"
                                + " and the rule not: because");
    }

    @Test
    void aChainWithAPreconditionTooManyIsTooNarrow() {
        List<List<String>> chain =
                List.of(List.of("a dog is visible"), List.of("no lead is on the dog"), List.of("the dog is brown"));
        assertThat(findings(entry(run(takesApart(chain), DOGS), "dogs")))
                .singleElement()
                .asString()
                .startsWith("cases ERROR: the chain is too narrow: without precondition 3 (\"the dog is brown\")");
    }

    @Test
    void aBetterChainThanTheFirstIsTaken() {
        ScriptedTextModel model = new ScriptedTextModel()
                .toThoseAbout("An earlier attempt was", Step.PRECONDITIONS, request -> {
                    assertThat(request.dialogue().getFirst().text())
                            .contains("[[\"a dog is visible\"]]")
                            .contains("the chain is too wide");
                    return ScriptedTextModel.finished(ScriptedTextModel.preconditions(Policies.chainOf("dog")));
                })
                .to(Step.PRECONDITIONS, "{\"preconditions\": [[\"a dog is visible\"]]}");
        assertThat(run(model, DOGS).lock())
                .isEqualTo(run(new ScriptedTextModel(), DOGS).lock());
    }

    @Test
    void aBetterChainIsNotTakenForAWorseOne() {
        ScriptedTextModel model = new ScriptedTextModel()
                .toThoseAbout(
                        "An earlier attempt was",
                        Step.PRECONDITIONS,
                        request -> ScriptedTextModel.finished(
                                "{\"preconditions\": [[\"a lead is visible\"], [\"the dog is brown\"]]}"))
                .to(Step.PRECONDITIONS, "{\"preconditions\": [[\"a dog is visible\"]]}");
        assertThat(statements(entry(run(model, DOGS), "dogs"))).containsExactly("a dog is visible");
    }

    @Test
    void whatIsNotClearIsAWarning() {
        ScriptedTextModel model = judging(picture -> picture.contains("Not true") ? "no" : "unclear");
        assertThat(findings(entry(run(model, SCOOTERS), "scooters")))
                .allMatch(finding -> finding.startsWith("cases ERROR: the chain is too wide")
                        || finding.startsWith("cases WARNING: where "))
                .anyMatch(finding -> finding.contains("it is not clear whether the rule is violated"));
    }

    /** A scooter is no moped: that both are there may be impossible, and that one is there is not. */
    @Test
    void alternativesMayExcludeEachOther() {
        ScriptedTextModel model = judging(picture -> picture.contains("Not true") ? soundly(picture) : "impossible");
        assertThat(findings(entry(run(model, SCOOTERS), "scooters"))).isEmpty();
    }

    @Test
    void aChainThatCanNeverHoldIsAnError() {
        assertThat(findings(entry(run(judging(picture -> "impossible"), SCOOTERS), "scooters")))
                .singleElement()
                .asString()
                .startsWith("cases ERROR: the preconditions contradict each other");
    }

    private static String soundly(String picture) {
        String isTrue = picture.lines()
                .filter(line -> line.startsWith("True:"))
                .findFirst()
                .orElse("");
        return isTrue.contains("three people") && (isTrue.contains("scooter is") || isTrue.contains("moped is"))
                ? "yes"
                : "no";
    }

    @Test
    void statementsThatNobodyCanSeeOrDenyAreErrors() {
        ScriptedTextModel model = new ScriptedTextModel()
                .to(
                        Step.STATEMENTS,
                        "{\"statements\": [{\"why\": \"a\", \"checkable\": false, \"can_be_false\": \"Yes\"},"
                                + " {\"why\": \"b\", \"checkable\": \"yes\", \"can_be_false\": \"no\"}]}");
        assertThat(findings(entry(run(model, DOGS), "dogs")))
                .containsExactly(
                        "statements ERROR: \"a dog is visible\" cannot be checked by looking at a picture: a",
                        "statements ERROR: \"no lead is on the dog\" is true of every picture: b");
    }

    @Test
    void anAnswerAboutFewerStatementsIsNone() {
        ScriptedTextModel model = new ScriptedTextModel()
                .to(
                        Step.STATEMENTS,
                        "{\"statements\": [{\"why\": \"a\", \"checkable\": \"yes\", \"can_be_false\": \"yes\"}]}");
        assertThat(findings(entry(run(model, DOGS), "dogs")))
                .singleElement()
                .asString()
                .contains("not checked")
                .contains("\"statements\" has 1 entries, but 2 are needed");
    }

    @Test
    void doubleDenialsAreWarnings() {
        List<List<String>> chain = List.of(List.of("a dog is visible"), List.of("no dog without a lead is visible"));
        assertThat(findings(entry(run(takesApart(chain), DOGS), "dogs")))
                .anyMatch(finding ->
                        finding.startsWith("denials WARNING: \"no dog without a lead is visible\" denies twice"));
    }

    @Test
    void objectsThatTheStatementDoesNotMentionAreWarnings() {
        ScriptedTextModel model =
                new ScriptedTextModel().to(Step.OBJECTS, "{\"objects\": [[\"poodle\"], [\"leads\"]]}");
        assertThat(findings(entry(run(model, DOGS), "dogs")))
                .containsExactly(
                        "objects WARNING: \"poodle\" is an object of \"a dog is visible\", which does not mention it");
    }

    @Test
    void picturesAtTheBorderAreWarningsOnlyWhereChainAndAuthorDiffer() {
        ScriptedTextModel model = new ScriptedTextModel().to(Step.BORDER, """
                {"pictures": [
                  {"picture": "a dog with a loose lead", "author": "rejects", "failing": [2], "why": "it runs free"},
                  {"picture": "a drawn dog", "author": "accepts", "failing": [], "why": "it is drawn"},
                  {"picture": "a cat", "author": "accepts", "failing": [1], "why": "it is a cat"},
                  {"picture": "a dog", "author": "rejects", "failing": [], "why": "it is a dog"}]}""");
        assertThat(findings(entry(run(model, DOGS), "dogs")))
                .containsExactly(
                        "border WARNING: may be missed, because precondition 2 fails: a dog with a loose lead (it runs free)",
                        "border WARNING: may be rejected although it is fine: a drawn dog (it is drawn)");
    }

    @Test
    void eachPreconditionAndEachAlternativeHasARow() {
        Chain chain = new Chain(List.of(List.of("a", "b", "c"), List.of("d"), List.of("e", "f", "g")));
        List<TruthCase> rows = TruthCase.of(chain);
        assertThat(rows)
                .doesNotHaveDuplicates()
                .allSatisfy(row ->
                        assertThat(chain.violatedWhere(row.isTrue()::contains)).isEqualTo(row.violated()));
        assertThat(rows)
                .filteredOn(row -> !row.violated())
                .extracting(TruthCase::failing)
                .containsExactlyInAnyOrder(0, 1, 2);
        assertThat(rows)
                .filteredOn(TruthCase::violated)
                .extracting(row -> String.join("", row.isTrue()))
                .containsExactlyInAnyOrder("abcdefg", "ade", "bdf", "cdg");
        assertThat(TruthCase.of(chain)).isEqualTo(rows);
    }
}
