package dev.clue.eval.calibration;

import dev.clue.constitution.Constitution;
import dev.clue.error.ImageException;
import dev.clue.error.IoReason;
import dev.clue.eval.data.LabelledImage;
import dev.clue.image.DecodedImage;
import dev.clue.image.RgbImage;
import dev.clue.judge.JudgeModels;
import dev.clue.judge.PriorStore;
import dev.clue.judge.StatementSurvey;
import dev.clue.judge.StatementSurvey.Found;
import dev.clue.judge.Thresholds;
import dev.clue.model.ImageDomain;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Asks a model about images, and leaves out, with the reason, those that it cannot be asked about. */
public final class Surveyor {

    private final StatementSurvey survey;
    private final @Nullable ImageDomain domain;
    private final BiFunction<byte[], String, DecodedImage> intake;

    /**
     * @param models who is asked
     * @param constitution about whose statements
     * @param thresholds the constants of relevance, regions and answer mass
     * @param priors where language priors are kept
     * @param intake decodes the bytes of an image; the second argument is what it is called
     * @param anyImage whether also images unlike those that the models were made for are asked about
     */
    public Surveyor(
            JudgeModels models,
            Constitution constitution,
            Thresholds thresholds,
            PriorStore priors,
            BiFunction<byte[], String, DecodedImage> intake,
            boolean anyImage) {
        this.survey = new StatementSurvey(models, constitution, thresholds, priors);
        this.domain = anyImage ? null : models.domain();
        this.intake = intake;
    }

    /**
     * Asks about all images, one after another.
     *
     * @param name what the set is called
     * @param step called after each image
     * @param stop asked before each image: true ends the survey with those before it
     */
    public SurveyedSet survey(String name, List<LabelledImage> images, Runnable step, BooleanSupplier stop) {
        List<Surveyed> surveyed = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (LabelledImage image : images) {
            if (stop.getAsBoolean()) {
                break;
            }
            try {
                surveyed.add(new Surveyed(image, frames(image)));
            } catch (LeftOut e) {
                leftOut.add(image.source().uri() + ": " + e.getMessage());
            } catch (ImageException e) {
                leftOut.add(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                leftOut.add(image.source().uri() + ": cannot be read (" + IoReason.of(e) + ")");
            }
            step.run();
        }
        return new SurveyedSet(name, surveyed, leftOut);
    }

    private List<Found> frames(LabelledImage image) throws IOException, LeftOut {
        DecodedImage decoded =
                intake.apply(image.source().bytes(), image.source().uri());
        List<Found> frames = new ArrayList<>();
        for (RgbImage frame : decoded.frames()) {
            if (domain != null && !domain.familiarity(frame).inside()) {
                throw new LeftOut("unlike the images that the models were made for");
            }
            Found found = survey.survey(frame);
            if (found.failure() != null) {
                throw new LeftOut(found.failure().message());
            }
            frames.add(found);
        }
        return frames;
    }

    /** Why an image cannot be used. */
    private static final class LeftOut extends Exception {

        private static final long serialVersionUID = 1L;

        LeftOut(String message) {
            super(message);
        }
    }
}
