package dev.clue.compile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.constitution.LockFinding;
import dev.clue.constitution.LockFinding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the paper lacks: a chain is checked before anybody judges by it. A check that could not be made is a finding
 * too, because an unchecked chain is no checked one.
 */
final class ChainChecks {

    private static final int LONGEST_REASON = 400;
    private static final List<String> YES_NO = List.of("yes", "no");
    private static final String IMPOSSIBLE = "impossible";
    static final List<String> CASE_ANSWERS = List.of("yes", "no", "unclear", IMPOSSIBLE);
    private static final List<String> AUTHOR = List.of("rejects", "accepts");
    private static final String IF_RIGHT = "; if the entry is right as it is, set edited: true and remove the finding";

    private final Interview interview;

    ChainChecks(Interview interview) {
        this.interview = interview;
    }

    /** The chain's truth table against the rule: the model judges each row by the rule, without seeing the chain's. */
    List<LockFinding> cases(String objectified, Chain chain) {
        List<TruthCase> cases = TruthCase.of(chain);
        return checked(
                Step.CASES,
                () -> interview.ask(Step.CASES, CompilePrompts.cases(objectified, cases), "pictures", answer -> {
                    List<JsonNode> judged = AnswerJson.list(answer, "pictures", cases.size());
                    List<LockFinding> findings = new ArrayList<>();
                    boolean possible = false;
                    String impossible = "";
                    for (int i = 0; i < judged.size(); i++) {
                        String breaks = AnswerJson.word(judged.get(i), "breaks_rule", CASE_ANSWERS);
                        String reason = AnswerJson.text(judged.get(i), "reason", LONGEST_REASON);
                        caseFinding(chain, cases.get(i), breaks, reason).ifPresent(findings::add);
                        if (cases.get(i).violated()) {
                            possible |= !breaks.equals(IMPOSSIBLE);
                            impossible = breaks.equals(IMPOSSIBLE) ? reason : impossible;
                        }
                    }
                    if (!possible) {
                        findings.add(contradictory(impossible));
                    }
                    return findings;
                }));
    }

    /** Of alternatives that exclude each other one alone may hold: a chain is wrong where none of its rows can be. */
    private static LockFinding contradictory(String reason) {
        return new LockFinding(
                Step.CASES.key(),
                Severity.ERROR,
                "the preconditions contradict each other, so nothing would violate the rule: " + reason,
                "write preconditions that can all hold in one picture" + IF_RIGHT);
    }

    private static Optional<LockFinding> caseFinding(Chain chain, TruthCase row, String breaks, String reason) {
        Integer failing = row.failing();
        if (failing == null) {
            return switch (breaks) {
                case "no" ->
                    finding(
                            Step.CASES,
                            Severity.ERROR,
                            "the chain is too wide: where " + quoted(row.isTrue())
                                    + " the chain says violated, and the rule not: " + reason,
                            "add the precondition that is missing" + IF_RIGHT);
                case "unclear" ->
                    finding(
                            Step.CASES,
                            Severity.WARNING,
                            "where " + quoted(row.isTrue()) + " it is not clear whether the rule is violated: "
                                    + reason,
                            "make the rule or the statements more exact" + IF_RIGHT);
                default -> Optional.empty();
            };
        }
        String precondition = (failing + 1) + " (\""
                + String.join("\" or \"", chain.preconditions().get(failing)) + "\")";
        return switch (breaks) {
            case "yes" ->
                finding(
                        Step.CASES,
                        Severity.ERROR,
                        "the chain is too narrow: without precondition " + precondition
                                + " the chain says not violated, and the rule is: " + reason,
                        "remove the precondition, or give it the alternative that is missing" + IF_RIGHT);
            case "unclear" ->
                finding(
                        Step.CASES,
                        Severity.WARNING,
                        "without precondition " + precondition + " it is not clear whether the rule is violated: "
                                + reason,
                        "make the rule or the statements more exact" + IF_RIGHT);
            default -> Optional.empty();
        };
    }

    /** Statements that nobody can check by looking, and statements that are always true. */
    List<LockFinding> statements(Chain chain) {
        List<String> statements = chain.statements();
        return checked(
                Step.STATEMENTS,
                () -> interview.ask(Step.STATEMENTS, CompilePrompts.statements(statements), "statements", answer -> {
                    List<JsonNode> rated = AnswerJson.list(answer, "statements", statements.size());
                    List<LockFinding> findings = new ArrayList<>();
                    for (int i = 0; i < rated.size(); i++) {
                        String statement = statements.get(i);
                        String why = AnswerJson.text(rated.get(i), "why", LONGEST_REASON);
                        if (AnswerJson.word(rated.get(i), "checkable", YES_NO).equals("no")) {
                            finding(
                                            Step.STATEMENTS,
                                            Severity.ERROR,
                                            "\"" + statement + "\" cannot be checked by looking at a picture: " + why,
                                            "write what is to be seen instead" + IF_RIGHT)
                                    .ifPresent(findings::add);
                        }
                        if (AnswerJson.word(rated.get(i), "can_be_false", YES_NO)
                                .equals("no")) {
                            finding(
                                            Step.STATEMENTS,
                                            Severity.ERROR,
                                            "\"" + statement + "\" is true of every picture: " + why,
                                            "remove it, or write what the rule needs" + IF_RIGHT)
                                    .ifPresent(findings::add);
                        }
                    }
                    return findings;
                }));
    }

    /** Ordinary pictures that the author and the chain would see differently. */
    List<LockFinding> border(String rule, String objectified, Chain chain) {
        return checked(
                Step.BORDER,
                () -> interview.ask(
                        Step.BORDER, CompilePrompts.border(rule, objectified, chain), "pictures", answer -> {
                            List<LockFinding> findings = new ArrayList<>();
                            for (JsonNode picture : AnswerJson.list(answer, "pictures")) {
                                borderFinding(picture, chain).ifPresent(findings::add);
                            }
                            return findings;
                        }));
    }

    private static Optional<LockFinding> borderFinding(JsonNode picture, Chain chain) {
        String shows = AnswerJson.text(picture, "picture", LONGEST_REASON);
        String why = AnswerJson.text(picture, "why", LONGEST_REASON);
        boolean rejects = AnswerJson.word(picture, "author", AUTHOR).equals(AUTHOR.getFirst());
        List<Integer> failing = new ArrayList<>();
        for (JsonNode number : AnswerJson.list(picture, "failing")) {
            if (!number.canConvertToInt()
                    || number.intValue() < 1
                    || number.intValue() > chain.preconditions().size()) {
                throw new UnusableAnswerException("\"failing\" has a number that is no precondition's");
            }
            failing.add(number.intValue());
        }
        if (rejects && !failing.isEmpty()) {
            return finding(
                    Step.BORDER,
                    Severity.WARNING,
                    "may be missed, because precondition "
                            + String.join(
                                    ", ", failing.stream().map(String::valueOf).toList()) + " fails: " + shows
                            + " (" + why + ")",
                    "decide whether the rule means that; if so, say it in the rule and compile again");
        }
        if (!rejects && failing.isEmpty()) {
            return finding(
                    Step.BORDER,
                    Severity.WARNING,
                    "may be rejected although it is fine: " + shows + " (" + why + ")",
                    "decide whether the rule means that; if not, say the exception in the rule and compile again");
        }
        return Optional.empty();
    }

    /** Double denials, which models and people misread. */
    static List<LockFinding> denials(Chain chain) {
        return chain.statements().stream()
                .filter(statement -> Words.denials(statement) > 1)
                .map(statement -> new LockFinding(
                        "denials",
                        Severity.WARNING,
                        "\"" + statement + "\" denies twice, which models and people misread",
                        "say it without a denial, or with one"))
                .toList();
    }

    /** Objects that the statement does not speak of: the detector would look for something else. */
    static List<LockFinding> objects(String statement, List<String> objects) {
        return objects.stream()
                .filter(object -> !Words.mentions(statement, object))
                .map(object -> new LockFinding(
                        Step.OBJECTS.key(),
                        Severity.WARNING,
                        "\"" + object + "\" is an object of \"" + statement + "\", which does not mention it",
                        "take the words of the statement, or say the object in it"))
                .toList();
    }

    private interface Check {
        List<LockFinding> run();
    }

    private static List<LockFinding> checked(Step step, Check check) {
        try {
            return check.run();
        } catch (StepFailedException e) {
            return List.of(new LockFinding(
                    step.key(),
                    Severity.ERROR,
                    "not checked: " + e.why(),
                    "compile the rule again (--recompile), with another model if it happens again, or check it yourself"
                            + IF_RIGHT));
        }
    }

    private static Optional<LockFinding> finding(Step step, Severity severity, String message, String advice) {
        return Optional.of(new LockFinding(step.key(), severity, message, advice));
    }

    private static String quoted(List<String> statements) {
        return "\"" + String.join("\" and \"", statements) + "\"" + (statements.size() == 1 ? " is true" : " are true");
    }
}
