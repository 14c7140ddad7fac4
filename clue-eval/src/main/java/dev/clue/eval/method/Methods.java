package dev.clue.eval.method;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.ConstitutionSource;
import dev.clue.digest.Sha256;
import dev.clue.eval.debiasing.DebiasedModel;
import dev.clue.eval.debiasing.Debiasing;
import dev.clue.eval.debiasing.Debiasings;
import dev.clue.judge.JudgeModels;
import dev.clue.judge.Thresholds;
import dev.clue.judge.Variant;
import dev.clue.model.ImageTextEncoder;
import dev.clue.model.ObjectDetector;
import dev.clue.prompt.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The methods that are compared. */
public final class Methods {

    /** CLUE as the paper has it. */
    public static final String CLUE = "clue";

    /** "Is it unsafe?" with no policy: Yes or No. */
    public static final String PRIOR_KNOWLEDGE_DIRECT = "prior-knowledge-direct";

    /** The same with a chain of thought. */
    public static final String PRIOR_KNOWLEDGE_REASONED = "prior-knowledge-reasoned";

    /** All rules in one prompt: Yes or No. */
    public static final String WHOLE_CONSTITUTION_DIRECT = "whole-constitution-direct";

    /** The same with a chain of thought. */
    public static final String WHOLE_CONSTITUTION_REASONED = "whole-constitution-reasoned";

    /** One rule after the other: Yes or No. */
    public static final String SINGLE_RULES_DIRECT = "single-rules-direct";

    /** The same with a chain of thought a rule. */
    public static final String SINGLE_RULES_REASONED = "single-rules-reasoned";

    /** The relevance scan alone: what it keeps is violated. */
    public static final String ENCODER = "encoder-threshold";

    /** The detector alone: a rule whose objects are found is violated. */
    public static final String DETECTOR = "detector-objects";

    /** CoCA (arXiv 2409.11365): what the rules in the prompt change is amplified. */
    public static final String COCA_WHOLE_CONSTITUTION = "coca-whole-constitution";

    /** The same, one rule after the other. */
    public static final String COCA_SINGLE_RULES = "coca-single-rules";

    /** Each rule as one statement, as people wrote it. */
    public static final String WITHOUT_OBJECTIFICATION = "clue-without-objectification";

    /** Each rule as one statement, in its objective form. */
    public static final String WITHOUT_PRECONDITIONS = "clue-without-preconditions";

    /** The raw score M(x, c) decides at 0.5. */
    public static final String WITHOUT_DEBIASING = "clue-without-debiasing";

    /** No token probability: every statement is reasoned about. */
    public static final String REASONING_ALWAYS = "clue-reasoning-always";

    /** The sign of the debiased score decides where nothing is sure. */
    public static final String WITHOUT_REASONING = "clue-without-reasoning";

    /** Central regions are not blacked out. */
    public static final String WITHOUT_REGION_DIFFERENCE = "clue-without-region-difference";

    /** Small regions are not enlarged. */
    public static final String WITHOUT_CROPS = "clue-without-crops";

    /** Every rule is examined. */
    public static final String WITHOUT_RELEVANCE_SCAN = "clue-without-relevance-scan";

    /** Contextual calibration: the difference to the language prior in log odds. */
    public static final String CONTEXTUAL = "clue-contextual-in-logits";

    /** Batch calibration: the mean log odds over unlabelled images in place of the prior. */
    public static final String BATCH = "clue-batch-calibration";

    /** The prior is a mean over no image, a grey one and one of noise. */
    public static final String CONTENT_FREE = "clue-content-free-images";

    /** The difference to the blurred image in log odds. */
    public static final String BLURRED = "clue-against-blurred-image";

    /** The mean of "is it visible?" and of "is it absent?" turned around, in log odds. */
    public static final String TWO_POLARITIES = "clue-two-polarities";

    private static final Pattern SWEPT = Pattern.compile(Pattern.quote(CLUE) + "\\[(\\w+)=([-+.\\dE]+)\\]");

    private static final Variant RULES = new Variant(BaselineWording.SINGLE_RULE, Variant.Unsure.REASONING);

    private Methods() {}

    /** CLUE itself. */
    public static VerdictMethod clue(Setting setting) {
        return new ClueVerdicts(CLUE, uncharged(setting));
    }

    /** The same models asked outright, and what their parts can do alone; those of parts that are missing left out. */
    public static List<Method> baselines(Setting setting) {
        String rules = BaselineWording.rules(setting.constitution());
        Wording prior = BaselineWording.PRIOR_KNOWLEDGE;
        Wording whole = BaselineWording.WHOLE_CONSTITUTION;
        List<Method> methods = new ArrayList<>(List.of(
                new WholeImage(PRIOR_KNOWLEDGE_DIRECT, setting, prior, "", Asked.DIRECT),
                new WholeImage(PRIOR_KNOWLEDGE_REASONED, setting, prior, "", Asked.REASONED),
                new WholeImage(WHOLE_CONSTITUTION_DIRECT, setting, whole, rules, Asked.DIRECT),
                new WholeImage(WHOLE_CONSTITUTION_REASONED, setting, whole, rules, Asked.REASONED),
                new SingleRules(SINGLE_RULES_DIRECT, setting, Asked.DIRECT),
                new AmplifiedDifference(COCA_WHOLE_CONSTITUTION, setting, false),
                new AmplifiedDifference(COCA_SINGLE_RULES, setting, true)));
        ImageTextEncoder encoder = setting.models().encoder();
        if (encoder != null) {
            methods.add(new EncoderThreshold(ENCODER, setting, encoder));
        }
        ObjectDetector detector = setting.models().detector();
        if (detector != null) {
            methods.add(new DetectorObjects(DETECTOR, setting, detector));
        }
        return methods;
    }

    /** Each rule in turn with a chain of thought: a baseline that costs a chain of thought a rule. */
    public static Method singleRulesReasoned(Setting setting) {
        return new SingleRules(SINGLE_RULES_REASONED, setting, Asked.REASONED);
    }

    /**
     * Finds out before anything is judged whether the rules as written are those of a constitution.
     *
     * @throws dev.clue.error.ConfigurationException if one of its rules is missing there
     */
    public static void requireSameRules(Constitution constitution, ConstitutionSource asWritten) {
        SingleStatements.asWritten(constitution, asWritten);
    }

    /**
     * CLUE with one part taken out at a time; parts that are missing anyway are left out. Where statements are others,
     * or their scores are not read or not debiased, what was learned about scores does not apply and is left out, too.
     *
     * @param asWritten the rules before they were made objective, or null where nobody has them
     */
    public static List<Method> ablations(Setting setting, @Nullable ConstitutionSource asWritten) {
        JudgeModels models = setting.models();
        Thresholds thresholds = setting.thresholds();
        Setting constants = setting.uncalibrated();
        List<Method> methods = new ArrayList<>();
        if (asWritten != null) {
            Constitution subjective = SingleStatements.asWritten(setting.constitution(), asWritten);
            methods.add(clue(
                    WITHOUT_OBJECTIFICATION,
                    constants.with(subjective),
                    RULES,
                    Sha256.ofParts(subjective.rules().toString())));
        }
        methods.add(clue(
                WITHOUT_PRECONDITIONS,
                constants.with(SingleStatements.objectified(setting.constitution())),
                RULES,
                ""));
        Thresholds half = constants
                .thresholds()
                .with("alpha1Factor", 0)
                .with("alpha2Factor", 0)
                .with("answerMass", 0);
        methods.add(clue(
                WITHOUT_DEBIASING, debiased(constants.with(half), Debiasings.none()), Variant.PAPER, "raw at 0.5"));
        methods.add(clue(
                REASONING_ALWAYS,
                debiased(constants.with(constants.thresholds().with("answerMass", 0.01)), Debiasings.silent()),
                Variant.PAPER,
                ""));
        methods.add(clue(WITHOUT_REASONING, setting, new Variant(Wording.STATEMENTS, Variant.Unsure.SIGN), ""));
        if (models.detector() != null) {
            JudgeModels blind = new JudgeModels(
                    new WithoutRegionDifference(models.vlm()), models.encoder(), models.detector(), models.domain());
            methods.add(clue(WITHOUT_REGION_DIFFERENCE, setting.with(blind), Variant.PAPER, ""));
            methods.add(clue(WITHOUT_CROPS, setting.with(thresholds.with("smallRegion", 0)), Variant.PAPER, ""));
        }
        if (models.encoder() != null) {
            JudgeModels unscanned = new JudgeModels(models.vlm(), null, models.detector(), models.domain());
            methods.add(clue(WITHOUT_RELEVANCE_SCAN, setting.with(unscanned), Variant.PAPER, ""));
        }
        return methods;
    }

    /**
     * Methods by another constitution than the run's own, to see whether verdicts change with the policy. Each is kept
     * as {@code METHOD@CONSTITUTION} and depends on the constitution's digest; model calls that both constitutions need
     * are the same calls.
     *
     * @param methods made for {@code constitution}
     */
    public static List<Method> under(Constitution constitution, List<Method> methods) {
        List<Method> under = new ArrayList<>();
        for (Method method : methods) {
            under.add(
                    method instanceof VerdictMethod showing
                            ? new VerdictsUnderPolicy(showing, constitution)
                            : new UnderPolicy(method, constitution));
        }
        return under;
    }

    /** Under which id the results of a method by another constitution are kept. */
    public static String under(String constitution, String method) {
        return method + "@" + constitution;
    }

    /**
     * A swept constant, read from the id of a method.
     *
     * @param constant its name
     * @param value the value that it was given
     */
    public record Swept(String constant, double value) {}

    /** What {@link #withThreshold} changed, or nothing for another method. */
    public static Optional<Swept> swept(String method) {
        Matcher id = SWEPT.matcher(method);
        return id.matches() ? Optional.of(new Swept(id.group(1), Double.parseDouble(id.group(2)))) : Optional.empty();
    }

    /** CLUE with the bias taken out of answers in other ways than the paper's; what was learned does not apply. */
    public static List<Method> debiasings(Setting setting) {
        return List.of(
                debiased(CONTEXTUAL, setting, Debiasings.contextual()),
                debiased(CONTENT_FREE, setting, Debiasings.contentFree()),
                debiased(BLURRED, setting, Debiasings.blurred()),
                debiased(
                        TWO_POLARITIES,
                        setting,
                        Debiasings.twoPolarities(Wording.STATEMENTS.direct(), BaselineWording.ABSENT)));
    }

    /**
     * CLUE with what {@link dev.clue.eval.calibration.BatchCalibration} has learned, as a profile would carry it.
     *
     * @param learned the constants with what was learned
     * @param batch what distinguishes the batch of images
     */
    public static Method batchCalibrated(Setting setting, Thresholds learned, String batch) {
        return clue(
                BATCH,
                setting.with(learned),
                Variant.PAPER,
                "batch calibration over " + batch + ", "
                        + Sha256.ofParts(learned.calibration().toString()));
    }

    /**
     * CLUE with one constant changed, named such as {@code clue[beta=0.5]}.
     *
     * @throws dev.clue.error.ConfigurationException if there is no such constant or the value is out of its range
     */
    public static Method withThreshold(Setting setting, String name, double value) {
        return clue(
                CLUE + "[" + name + "=" + value + "]",
                setting.with(setting.thresholds().with(name, value)),
                Variant.PAPER,
                "");
    }

    private static Method debiased(String id, Setting setting, Debiasing debiasing) {
        return clue(id, debiased(setting.uncalibrated(), debiasing), Variant.PAPER, debiasing.id());
    }

    private static Setting debiased(Setting setting, Debiasing debiasing) {
        JudgeModels models = setting.models();
        return setting.with(new JudgeModels(
                new DebiasedModel(models.vlm(), debiasing), models.encoder(), models.detector(), models.domain()));
    }

    private static Method clue(String id, Setting setting, Variant variant, String configuration) {
        return new Clue(id, uncharged(setting), variant, configuration);
    }

    private static Setting uncharged(Setting setting) {
        JudgeModels models = setting.models();
        return setting.with(new JudgeModels(
                new UnchargedPriors(models.vlm()), models.encoder(), models.detector(), models.domain()));
    }
}
