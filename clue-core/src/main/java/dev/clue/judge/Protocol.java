package dev.clue.judge;

import dev.clue.constitution.Constitution;
import dev.clue.digest.Sha256;
import dev.clue.model.ModelIdentity;
import dev.clue.prompt.Prompts;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.ImageVerdict.ConstitutionReference;
import dev.clue.verdict.ImageVerdict.ImageReference;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes down a judgement together with all that it rests on. */
final class Protocol {

    private static final int ID_DIGITS = 32;

    private final ImageVerdict.Models models;
    private final ConstitutionReference constitution;
    private final String profile;
    private final Clock clock;
    private final String question;
    private final String clueVersion = Optional.ofNullable(
                    Protocol.class.getPackage().getImplementationVersion())
            .orElse("development");

    Protocol(
            ImageVerdict.Models models,
            Constitution constitution,
            Thresholds thresholds,
            boolean anyImage,
            Clock clock) {
        this.models = models;
        this.constitution = new ConstitutionReference(constitution.id(), constitution.version(), constitution.sha256());
        this.profile = thresholds.profile();
        this.clock = clock;
        this.question = Sha256.ofParts(
                constitution.sha256(),
                digest(models.vlm()),
                digest(models.encoder()),
                digest(models.detector()),
                Prompts.VERSION,
                thresholds.toString(),
                anyImage ? "any image" : "images of the domain");
    }

    ImageVerdict verdict(ImageReference image, Judgement judgement, Cost cost) {
        return new ImageVerdict(
                id(image),
                image,
                constitution,
                judgement.outcome(),
                judgement.score(),
                judgement.rules(),
                models,
                Prompts.VERSION,
                profile,
                cost.usage(),
                cost.millisWithTotal(),
                clueVersion,
                clock.instant(),
                judgement.error());
    }

    /** The same for the same image content and question, wherever the file lies; by its address if it is unread. */
    String id(ImageReference image) {
        String content = image.sha256() == null ? "unread " + image.uri() : "sha256 " + image.sha256();
        return Sha256.ofParts(content, question).substring(0, ID_DIGITS);
    }

    private static String digest(@Nullable ModelIdentity model) {
        return model == null ? "none" : model.digest();
    }
}
