package dev.clue.judge;

import dev.clue.image.RgbImage;

/** Algorithm 1 of the paper: judges one image by one constitution. May be used by several threads at once. */
sealed interface Algorithm1 permits Judge, LiteralJudge {

    /** Judges an image. A failure of a model is part of the judgement and never thrown. */
    Judgement judge(RgbImage image);
}
