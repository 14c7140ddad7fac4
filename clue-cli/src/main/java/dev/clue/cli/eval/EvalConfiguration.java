package dev.clue.cli.eval;

import dev.clue.constitution.Constitution;
import dev.clue.eval.method.BaselineWording;
import dev.clue.eval.method.Setting;
import dev.clue.eval.report.EvalReport;
import dev.clue.image.ImageLimits;
import dev.clue.judge.Thresholds;
import dev.clue.model.ModelIdentity;
import dev.clue.profile.ProfileFile;
import dev.clue.prompt.Prompts;
import dev.clue.verdict.ImageVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the predictions of an evaluation depend on, in words that tell people what differs. */
public final class EvalConfiguration {

    private EvalConfiguration() {}

    /**
     * States it.
     *
     * @param set what the labelled set is called
     * @param setting what all methods share
     * @param learned the profile that is judged with, or null
     * @param anyImage whether also images that the models were not made for are judged
     * @param limits which images are too large to be judged
     */
    public static SortedMap<String, String> of(
            String set, Setting setting, @Nullable ProfileFile learned, boolean anyImage, ImageLimits limits) {
        Constitution constitution = setting.constitution();
        ImageVerdict.Models models = setting.models().identities();
        Thresholds thresholds = setting.thresholds();
        SortedMap<String, String> configuration = new TreeMap<>();
        configuration.put("data set", set);
        configuration.put(
                "constitution", constitution.id() + " version " + constitution.version() + " " + constitution.sha256());
        configuration.put("model", describe(models.vlm()));
        configuration.put("encoder", describe(models.encoder()));
        configuration.put("detector", describe(models.detector()));
        configuration.put("prompts", Prompts.VERSION);
        configuration.put("prompts of baselines", BaselineWording.VERSION);
        if (learned != null) {
            configuration.put(EvalReport.PROFILE, learned.name());
        }
        // What a profile holds for single statements is covered by the digest in its name.
        for (String name : Thresholds.NAMES) {
            Double value = thresholds.value(name);
            String own = name.equals("smallRegion") ? "the detector's own" : "the encoder's own";
            configuration.put("constant " + name, value == null ? own : value.toString());
        }
        configuration.put("images", anyImage ? "any" : "those the models were made for");
        String changed = changed(limits);
        if (!changed.isEmpty()) { // results that state none were made with the defaults
            configuration.put("image limits other than the defaults", changed);
        }
        return configuration;
    }

    private static String changed(ImageLimits limits) {
        ImageLimits usual = ImageLimits.DEFAULT;
        List<String> changed = new ArrayList<>();
        add(changed, "maxBytes", limits.maxBytes(), usual.maxBytes());
        add(changed, "maxSide", limits.maxSide(), usual.maxSide());
        add(changed, "maxPixels", limits.maxPixels(), usual.maxPixels());
        add(changed, "maxFrames", limits.maxFrames(), usual.maxFrames());
        add(changed, "maxTotalPixels", limits.maxTotalPixels(), usual.maxTotalPixels());
        return String.join(", ", changed);
    }

    private static void add(List<String> changed, String name, long value, long usual) {
        if (value != usual) {
            changed.add(name + " " + value);
        }
    }

    private static String describe(@Nullable ModelIdentity model) {
        return model == null ? "none" : model.name() + " " + model.digest();
    }
}
