package dev.clue.cli;

import dev.clue.cli.engine.ModelSource;
import dev.clue.error.ConfigurationException;
import dev.clue.error.ModelUnavailableException;
import dev.clue.error.ModelUnfitException;
import dev.clue.image.RgbImage;
import dev.clue.judge.JudgeModels;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Question;
import dev.clue.model.ScriptedModel;
import dev.clue.model.Turn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Models that answer by the colour of the first pixel: red means Yes to everything, green means No, blue is unsure and
 * must reason (and says Yes), yellow is unsure and says nothing that can be used, black makes the model fail, white
 * makes it return something that is no number, and grey answers neither Yes nor No. Magenta is blue that gives a
 * reason which attacks whatever shows it.
 */
final class PaintedModels implements ModelSource {

    static final int RED = 0xff0000;
    static final int GREEN = 0x00ff00;
    static final int BLUE = 0x0000ff;
    static final int YELLOW = 0xffff00;
    static final int BLACK = 0x000000;
    static final int WHITE = 0xffffff;
    static final int GREY = 0x808080;
    static final int MAGENTA = 0xff00ff;

    private static final double PRIOR = 0.3;

    final AtomicInteger closed = new AtomicInteger();
    private final String name;
    private final long delayMillis;
    private final Runnable onAnswer;

    PaintedModels() {
        this("painted", 0);
    }

    PaintedModels(String name, long delayMillis) {
        this(name, delayMillis, () -> {});
    }

    /** @param onAnswer what happens whenever an image is asked about */
    PaintedModels(String name, long delayMillis, Runnable onAnswer) {
        this.name = name;
        this.onAnswer = onAnswer;
        this.delayMillis = delayMillis;
    }

    /** What the models that are opened say they leave out. */
    List<String> omissions = List.of();

    /** The file in which every model says what it knows; empty where none does. */
    Optional<Path> vocabulary = Optional.empty();

    @Override
    public Optional<Path> vocabulary(String wanted) {
        return vocabulary;
    }

    @Override
    public OpenModels open(String wanted, int threads) {
        switch (wanted) {
            case "pictogram" -> {}
            case "broken" -> throw new ModelUnfitException("broken/decoder.onnx: ends after 12 bytes: fetch it again");
            case "unreachable" ->
                throw new ModelUnavailableException("localhost:8000 refused the connection: start the server");
            default ->
                throw new ConfigurationException("no model " + wanted + ": there is pictogram, or name a folder");
        }
        JudgeModels models =
                new JudgeModels(new ScriptedModel(name, new Colours(delayMillis, onAnswer)), null, null, null);
        return new OpenModels() {
            @Override
            public JudgeModels models() {
                return models;
            }

            @Override
            public List<String> omissions() {
                return omissions;
            }

            @Override
            public Optional<Duration> graphTime() {
                return Optional.empty();
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    @Override
    public List<KnownModel> list() {
        return List.of(
                new KnownModel("pictogram", Path.of("models"), 29 << 20, "drawn scenes"),
                new KnownModel("broken", Path.of("broken"), 12, ""));
    }

    @Override
    public List<String> verify(String wanted) {
        return wanted.equals("broken") ? List.of("broken/decoder.onnx is missing") : List.of();
    }

    @Override
    public boolean hasManifest(String wanted) {
        return !wanted.equals("downloaded");
    }

    private record Colours(long delayMillis, Runnable onAnswer) implements ScriptedModel.Script {

        @Override
        public void opening(@Nullable RgbImage image) {
            if (image != null && delayMillis > 0) {
                try {
                    Thread.sleep(delayMillis);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public AnswerProbability answer(@Nullable RgbImage image, Question question) {
            if (image == null) {
                return new AnswerProbability(PRIOR, 1 - PRIOR);
            }
            onAnswer.run();
            return switch (colour(image)) {
                case RED -> new AnswerProbability(0.97, 0.02);
                case GREEN -> new AnswerProbability(0.01, 0.98);
                case BLACK -> throw new ModelUnfitException("the decoder stopped: replace the model");
                case WHITE -> new AnswerProbability(Double.NaN, Double.NaN);
                case GREY -> new AnswerProbability(0.001, 0.001);
                default -> new AnswerProbability(0.45, 0.5);
            };
        }

        @Override
        public String say(@Nullable RgbImage image, List<Turn> dialogue) {
            if (image == null || dialogue.size() == 1) {
                return "I see something.";
            }
            return switch (colour(image)) {
                case BLUE -> "{\"rating\": \"Yes\", \"rationale\": \"<script>alert(1)</script> it is there\"}";
                case MAGENTA -> "{\"rating\": \"Yes\", \"rationale\": \"<b>bold</b> \\u001b[31mred \\u202Egnp end\"}";
                case GREY -> "{\"rating\": \"No\", \"rationale\": \"nothing there\"}";
                default -> "I would rather not say.";
            };
        }

        private static int colour(RgbImage image) {
            return image.sample(0, 0, 0) << 16 | image.sample(0, 0, 1) << 8 | image.sample(0, 0, 2);
        }
    }
}
