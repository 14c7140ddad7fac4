package dev.clue.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.Rule;
import dev.clue.constitution.Statement;
import dev.clue.image.RgbImage;
import dev.clue.model.TestImages;
import dev.clue.verdict.RuleVerdict;
import dev.clue.verdict.StatementVerdict;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Sharing, packing and early exit keep the verdict of Algorithm 1, with real models too: {@link Judge} and
 * {@link LiteralJudge} agree on every rule. A subclass opens the models and closes them.
 */
public abstract class SameVerdictContract {

    /** Who judges. */
    protected abstract JudgeModels models();

    /** By which policy; rules that share statements make the better test. */
    protected Constitution constitution() {
        Statement child = new Statement("a child is visible", List.of("child"));
        Statement weapon = new Statement("a weapon is visible", List.of("weapon"));
        Statement touches = new Statement("a child touches a weapon", List.of("child", "weapon"));
        Statement night = new Statement("it is night", List.of());
        Statement fire = new Statement("a fire burns", List.of("fire"));
        return new Constitution(
                "same-verdict",
                1,
                "0".repeat(64),
                List.of(
                        rule("weapon", any(child), any(weapon), any(touches)),
                        rule("night", any(night), any(child, weapon)),
                        rule("fire", any(fire, night), any(child)),
                        rule("alone", any(child), any(fire)),
                        rule("armed", any(weapon, fire))));
    }

    /** What is judged. */
    protected List<RgbImage> images() {
        return LongStream.range(0, 8)
                .mapToObj(seed -> TestImages.drawn(seed, 96, 80))
                .toList();
    }

    /** By which constants, each in turn; chosen so that token, region and reasoning all come up. */
    protected List<Thresholds> thresholds() {
        return List.of(Thresholds.PAPER);
    }

    /** How steps must have decided somewhere, for the test to mean anything. */
    protected Set<StatementVerdict.Step> stepsToReach() {
        return EnumSet.of(StatementVerdict.Step.TOKEN);
    }

    /** How far scores may lie apart. */
    protected double tolerance() {
        return 1e-4;
    }

    @Test
    void theJudgeAndTheLiteralJudgeAgree() {
        Set<StatementVerdict.Step> reached = EnumSet.noneOf(StatementVerdict.Step.class);
        for (Thresholds thresholds : thresholds()) {
            Judge judge = new Judge(models(), constitution(), thresholds, PriorStore.inMemory());
            LiteralJudge literal = new LiteralJudge(models(), constitution(), thresholds);
            for (RgbImage image : images()) {
                Judgement fast = judge.judge(image);
                assertSame(fast, literal.judge(image));
                fast.rules().stream()
                        .flatMap(rule -> rule.preconditions().stream())
                        .flatMap(precondition -> precondition.any().stream())
                        .forEach(statement -> reached.add(statement.by()));
            }
        }
        assertThat(reached).containsAll(stepsToReach());
    }

    private void assertSame(Judgement fast, Judgement slow) {
        assertThat(fast.outcome()).isEqualTo(slow.outcome());
        assertThat(fast.score()).isCloseTo(slow.score(), within(tolerance()));
        assertThat(fast.usage().calls()).isLessThanOrEqualTo(slow.usage().calls());
        for (int i = 0; i < slow.rules().size(); i++) {
            RuleVerdict expected = slow.rules().get(i);
            RuleVerdict actual = fast.rules().get(i);
            assertThat(actual.outcome()).as(expected.id()).isEqualTo(expected.outcome());
            assertThat(actual.score()).as(expected.id()).isCloseTo(expected.score(), within(tolerance()));
            for (int k = 0; k < expected.preconditions().size(); k++) {
                List<StatementVerdict> asked = expected.preconditions().get(k).any();
                for (int n = 0; n < asked.size(); n++) {
                    assertSame(actual.preconditions().get(k).any().get(n), asked.get(n));
                }
            }
        }
    }

    private void assertSame(StatementVerdict actual, StatementVerdict expected) {
        assertThat(actual.outcome()).as(expected.statement()).isEqualTo(expected.outcome());
        assertThat(actual.by()).as(expected.statement()).isIn(expected.by(), StatementVerdict.Step.SHARED);
        if (expected.pYes() != null) {
            assertThat(Objects.requireNonNull(actual.pYes()))
                    .as("M(x, c) of " + expected.statement())
                    .isCloseTo(expected.pYes(), within(tolerance()));
        }
    }

    private static Rule rule(String id, Precondition... chain) {
        String text = "No " + id + ".";
        return new Rule(id, text, text, List.of(), List.of(chain));
    }

    private static Precondition any(Statement... alternatives) {
        return new Precondition(Arrays.asList(alternatives));
    }
}
