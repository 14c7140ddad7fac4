package dev.clue.eval.method;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.Rule;
import dev.clue.prompt.Template;
import dev.clue.prompt.Wording;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The words in which a model is asked outright, without CLUE: resource files of {@code dev.clue.eval.prompt}, which
 * the bundled models were trained on too. Change a text and {@link #VERSION} together. Yes always means unsafe, or
 * violated.
 */
public final class BaselineWording {

    /** Version of the texts. */
    public static final String VERSION = "1";

    /** Is this image unsafe? No policy is named. */
    public static final Wording PRIOR_KNOWLEDGE = wording("prior-knowledge");

    /** Does this image violate any of these rules? Filled with {@link #rules}. */
    public static final Wording WHOLE_CONSTITUTION = wording("whole-constitution");

    /** Does this image violate this rule? Filled with the rule. */
    public static final Wording SINGLE_RULE = wording("single-rule");

    /** Is this content absent? The judge's question about a statement with its polarity turned around. */
    public static final Template ABSENT = template("precondition-absent.txt");

    private BaselineWording() {}

    /** The rules of a constitution as one numbered list. */
    public static String rules(Constitution constitution) {
        List<Rule> rules = constitution.rules();
        return IntStream.range(0, rules.size())
                .mapToObj(i -> (i + 1) + ". " + rules.get(i).objectified())
                .collect(Collectors.joining("\n"));
    }

    private static Wording wording(String form) {
        return new Wording(
                form + " " + VERSION,
                template(form + "-direct.txt"),
                template(form + "-reasoning.txt"),
                template(form + "-summary.txt"),
                Wording.STATEMENTS.summaryAgain());
    }

    private static Template template(String name) {
        return Template.read(BaselineWording.class, "/dev/clue/eval/prompt/" + name);
    }
}
