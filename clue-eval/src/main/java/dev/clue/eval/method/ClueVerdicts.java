package dev.clue.eval.method;

import dev.clue.image.DecodedImage;
import dev.clue.image.RgbImage;
import dev.clue.judge.ImageJudge;
import dev.clue.verdict.ImageVerdict;
import java.util.List;

/** CLUE as {@code clue judge} runs it, with all evidence. */
final class ClueVerdicts extends MeasuredMethod implements VerdictMethod {

    private final ImageJudge judge;

    ClueVerdicts(String id, Setting setting) {
        super(id, setting.savedMillis());
        this.judge = ImageJudge.of(setting.models(), setting.constitution())
                .thresholds(setting.thresholds())
                .priors(setting.priors())
                .build();
    }

    @Override
    public Judged judge(String uri, DecodedImage image) {
        ImageVerdict[] verdict = new ImageVerdict[1];
        Prediction prediction = measured(spent -> {
            verdict[0] = judge.judge(uri, image);
            return finding(verdict[0], spent);
        });
        return new Judged(prediction, verdict[0]);
    }

    @Override
    Finding find(RgbImage image, Spent spent) {
        DecodedImage still =
                new DecodedImage(image.sha256(), image.bytes().length, image.width(), image.height(), List.of(image));
        return finding(judge.judge("image", still), spent);
    }

    private static Finding finding(ImageVerdict verdict, Spent spent) {
        spent.add(verdict.usage());
        return Clue.finding(
                verdict.outcome(),
                verdict.score(),
                verdict.rules(),
                verdict.error() == null ? null : verdict.error().message());
    }
}
