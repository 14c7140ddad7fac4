package dev.clue.cli.run;

import dev.clue.constitution.Constitution;
import dev.clue.judge.ImageJudge;
import dev.clue.judge.Thresholds;
import dev.clue.prompt.Prompts;
import dev.clue.verdict.ImageVerdict;

/**
 * What the images of a run are judged by.
 *
 * @param constitution the rules
 * @param thresholds the constants
 * @param models who judges
 */
public record Basis(Constitution constitution, Thresholds thresholds, ImageVerdict.Models models) {

    /** The same as it stands in verdicts. */
    public Configuration configuration(ImageJudge judge) {
        return new Configuration(
                new ImageVerdict.ConstitutionReference(
                        constitution.id(), constitution.version(), constitution.sha256()),
                models,
                Prompts.VERSION,
                thresholds.profile(),
                judge::idOf);
    }
}
