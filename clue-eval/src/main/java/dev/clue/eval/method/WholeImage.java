package dev.clue.eval.method;

import dev.clue.image.RgbImage;
import dev.clue.prompt.Wording;
import java.util.List;

/** Asks once about the whole image: by prior knowledge, or with the whole constitution in the prompt. */
final class WholeImage extends MeasuredMethod {

    private final Setting setting;
    private final Wording wording;
    private final String content;
    private final Asked asked;

    WholeImage(String id, Setting setting, Wording wording, String content, Asked asked) {
        super(id, setting.savedMillis());
        this.setting = setting;
        this.wording = wording;
        this.content = content;
        this.asked = asked;
    }

    @Override
    Finding find(RgbImage image, Spent spent) {
        return spent.looking(
                setting.models().vlm(),
                image,
                look -> asked.about(look, wording, List.of(content), setting.thresholds())
                        .getFirst());
    }
}
