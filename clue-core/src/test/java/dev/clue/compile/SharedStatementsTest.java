package dev.clue.compile;

import static dev.clue.compile.Compiled.empty;
import static dev.clue.compile.Compiled.entry;
import static dev.clue.compile.Compiled.findings;
import static dev.clue.compile.Compiled.run;
import static dev.clue.compile.Compiled.source;
import static dev.clue.compile.Compiled.statements;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.compile.ScriptedTextModel.Policies;
import dev.clue.constitution.LockFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Statements of several rules become one only where that changes no rule. */
class SharedStatementsTest {

    private static final Map<String, String> TWO = Map.of("a", Policies.DOGS, "b", "Each dog is on a lead.");

    /** Takes the second rule apart in other words, which it also judges by. */
    private static ScriptedTextModel wording(List<String> second, Function<List<String>, String> groups) {
        return new ScriptedTextModel()
                .toThoseAbout(
                        "Each dog",
                        Step.PRECONDITIONS,
                        request -> ScriptedTextModel.finished(ScriptedTextModel.preconditions(
                                second.stream().map(List::of).toList())))
                .toThoseAbout("Each dog", Step.CASES, request -> {
                    List<String> pictures = ScriptedTextModel.pictures(
                            request.dialogue().getFirst().text());
                    return ScriptedTextModel.finished(ScriptedTextModel.judged(pictures.stream()
                            .map(picture -> breaks(picture, second) ? "yes" : "no")
                            .toList()));
                })
                .toThoseAbout(
                        "",
                        Step.SAME,
                        request -> ScriptedTextModel.finished(groups.apply(ScriptedTextModel.numbered(
                                request.dialogue().getFirst().text()))));
    }

    /** By the second rule's own statements, or by those of the first that mean the same. */
    private static boolean breaks(String picture, List<String> second) {
        String isTrue = picture.lines()
                .filter(line -> line.startsWith("True:"))
                .findFirst()
                .orElse("");
        boolean dog = isTrue.contains("a dog is visible") || isTrue.contains("a hound is visible");
        boolean free = isTrue.contains("no lead is on the dog") || isTrue.contains(second.getLast());
        return dog && free;
    }

    private static String group(List<String> all, String... same) {
        List<Integer> numbers = new ArrayList<>();
        IntStream.range(0, all.size())
                .filter(i -> List.of(same).contains(all.get(i)))
                .forEach(i -> numbers.add(i + 1));
        return "{\"groups\": [" + numbers + "]}";
    }

    @Test
    void statementsThatMeanTheSameAreWrittenTheSame() {
        ScriptedTextModel model = wording(
                List.of("a hound is visible", "no lead is on the dog"),
                all -> group(all, "a dog is visible", "a hound is visible"));
        CompileResult result = run(model, TWO);
        assertThat(statements(entry(result, "b"))).containsExactly("a dog is visible", "no lead is on the dog");
        assertThat(entry(result, "b").preconditions())
                .isEqualTo(entry(result, "a").preconditions());
        assertThat(findings(entry(result, "b")))
                .contains(
                        "same NOTE: \"a hound is visible\" is now \"a dog is visible\", as in another rule, so that it is"
                                + " asked once an image");
        assertThat(entry(result, "b").isEditedByHand()).isFalse();
    }

    /** Ends the run when so many rules are finished. */
    private static CompileListener stopping(AtomicBoolean stop, int finished) {
        AtomicInteger rules = new AtomicInteger();
        return new CompileListener() {
            @Override
            public void finished(RuleOutcome outcome, LockFile lock) {
                if (rules.incrementAndGet() == finished) {
                    stop.set(true);
                }
            }

            @Override
            public boolean stopped() {
                return stop.get();
            }
        };
    }

    @Test
    void aRunThatIsStoppedAtItsLastRuleAsksForNoSharedStatementsAndALaterOneDoes() {
        ScriptedTextModel model = wording(
                List.of("a hound is visible", "no lead is on the dog"),
                all -> group(all, "a dog is visible", "a hound is visible"));
        CompileResult stopped = run(model, source(TWO), empty(), stopping(new AtomicBoolean(), 2));
        assertThat(model.asked(Step.SAME)).isEmpty();
        assertThat(stopped.outcomes(RuleOutcome.Compiled.class)).hasSize(2);
        assertThat(statements(entry(stopped, "b"))).containsExactly("a hound is visible", "no lead is on the dog");
        assertThat(stopped.notes())
                .singleElement()
                .asString()
                .contains(
                        "were not looked for", "the run was stopped; run again with --recompile and the id of a rule");

        CompileResult later = run(model, source(TWO), stopped.lock(), "a"::equals, CompileListener.NONE);
        assertThat(model.asked(Step.SAME)).hasSize(1);
        assertThat(statements(entry(later, "b"))).containsExactly("a dog is visible", "no lead is on the dog");
        assertThat(later.notes()).isEmpty();
    }

    @Test
    void aRunThatIsStoppedInTheSearchChecksNoChainAndChangesNone() {
        AtomicBoolean stop = new AtomicBoolean();
        ScriptedTextModel model = wording(List.of("a hound is visible", "no lead is on the dog"), all -> {
            stop.set(true);
            return group(all, "a dog is visible", "a hound is visible");
        });
        CompileResult result = run(model, source(TWO), empty(), stopping(stop, Integer.MAX_VALUE));
        assertThat(model.asked().getLast().dialogue().getFirst().text())
                .isEqualTo(model.asked(Step.SAME).getLast());
        assertThat(statements(entry(result, "b"))).containsExactly("a hound is visible", "no lead is on the dog");
        assertThat(result.notes()).singleElement().asString().contains("not all statements of several rules");
    }

    @Test
    void aChainThatWouldBeWorseStaysAsItIs() {
        ScriptedTextModel model = wording(
                List.of("a hound is visible", "the dog runs free"),
                all -> group(all, "a dog is visible", "the dog runs free"));
        CompileResult result = run(model, TWO);
        assertThat(statements(entry(result, "b"))).containsExactly("a hound is visible", "the dog runs free");
        assertThat(findings(entry(result, "b"))).noneMatch(finding -> finding.startsWith("same"));
    }

    @Test
    void aModelThatTakesEverythingForTheSameChangesNoRule() {
        ScriptedTextModel model = wording(
                List.of("a hound is visible", "the dog runs free"),
                all -> "{\"groups\": ["
                        + IntStream.rangeClosed(1, all.size()).boxed().toList() + "]}");
        CompileResult result = run(model, TWO);
        for (String id : List.of("a", "b")) {
            assertThat(entry(result, id).preconditions()).hasSize(2).doesNotHaveDuplicates();
            assertThat(statements(entry(result, id))).doesNotHaveDuplicates();
        }
    }

    @Test
    void denialsAndNumbersAreNeverTheSame() {
        for (String other : List.of("no dog is visible", "two dogs are visible")) {
            ScriptedTextModel model =
                    wording(List.of(other, "the dog runs free"), all -> group(all, "a dog is visible", other));
            assertThat(statements(entry(run(model, TWO), "b"))).contains(other);
        }
    }

    @Test
    void aStatementInTwoGroupsIsNoAnswer() {
        ScriptedTextModel model =
                wording(List.of("a hound is visible", "the dog runs free"), all -> "{\"groups\": [[1, 2], [2, 3]]}");
        CompileResult result = run(model, TWO);
        assertThat(result.notes()).singleElement().asString().contains("statement 2 is in two groups");
        assertThat(statements(entry(result, "b"))).containsExactly("a hound is visible", "the dog runs free");
    }
}
