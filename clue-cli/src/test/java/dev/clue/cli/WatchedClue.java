package dev.clue.cli;

import dev.clue.cli.engine.ModelSource;
import dev.clue.digest.Sha256;
import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import dev.clue.judge.JudgeModels;
import dev.clue.judge.PriorStore;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.ModelIdentity;
import dev.clue.model.MultimodalModel;
import dev.clue.model.Question;
import dev.clue.model.Turn;
import dev.clue.model.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The command in a process of its own, with models that note in a file what they are asked, as it is asked, under the
 * keys that a store of model calls has. The models are the bundled ones, or painted ones that take their time.
 */
final class WatchedClue {

    /** Where the keys are noted. */
    static final String NOTES = "watched.notes";

    private static final String NOTHING = "nothing";
    private static final int KEY_DIGITS = 32;

    private WatchedClue() {}

    public static void main(String[] args) {
        Setup own = Wiring.setup(Shell.ofThisProcess());
        String delay = System.getProperty(ClueProcess.DELAY);
        ModelSource source = delay == null ? own.models() : new PaintedModels("painted", Long.parseLong(delay));
        Path notes = Path.of(System.getProperty(NOTES));
        // Priors in memory: what an earlier process asked must come from the store alone.
        Setup watched = new Setup(
                own.shell(), new WatchedSource(source, notes), own.intake(), PriorStore.inMemory(), own.textModels());
        System.exit(Main.run(watched, args));
    }

    private record WatchedSource(ModelSource source, Path notes) implements ModelSource {

        @Override
        public OpenModels open(String name, int threads) {
            OpenModels open = source.open(name, threads);
            JudgeModels models = open.models();
            JudgeModels watched = new JudgeModels(
                    new Watched(models.vlm(), notes), models.encoder(), models.detector(), models.domain());
            return new OpenModels() {
                @Override
                public JudgeModels models() {
                    return watched;
                }

                @Override
                public Optional<Duration> graphTime() {
                    return open.graphTime();
                }

                @Override
                public void close() {
                    open.close();
                }
            };
        }

        @Override
        public List<KnownModel> list() {
            return source.list();
        }

        @Override
        public List<String> verify(String name) {
            return source.verify(name);
        }
    }

    private record Watched(MultimodalModel model, Path notes) implements MultimodalModel {

        @Override
        public ModelIdentity identity() {
            return model.identity();
        }

        @Override
        public Look look(RgbImage image) {
            return new WatchedLook(model.look(image), this, image.sha256());
        }

        @Override
        public Look lookAtNothing() {
            return new WatchedLook(model.lookAtNothing(), this, NOTHING);
        }

        @Override
        public void close() {
            model.close();
        }

        void note(String kind, String view, String... prompt) {
            String[] parts = new String[3 + prompt.length];
            parts[0] = kind;
            parts[1] = identity().digest();
            parts[2] = view;
            System.arraycopy(prompt, 0, parts, 3, prompt.length);
            try {
                Files.writeString(
                        notes,
                        Sha256.ofParts(parts).substring(0, KEY_DIGITS) + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record WatchedLook(Look look, Watched model, String view) implements Look {

        @Override
        public List<AnswerProbability> ask(List<Question> questions) {
            questions.forEach(question -> model.note("answer", view, question.text()));
            return look.ask(questions);
        }

        @Override
        public String continueDialogue(List<Turn> dialogue, int maxTokens) {
            StringBuilder prompt = new StringBuilder();
            for (Turn turn : dialogue) {
                prompt.append(turn.speaker())
                        .append(' ')
                        .append(turn.text().length())
                        .append(':')
                        .append(turn.text());
            }
            model.note("turn", view, prompt.toString(), Integer.toString(maxTokens));
            return look.continueDialogue(dialogue, maxTokens);
        }

        @Override
        public Look without(Box region) {
            return new WatchedLook(
                    look.without(region),
                    model,
                    view + " without " + region.left() + "," + region.top() + "," + region.right() + ","
                            + region.bottom());
        }

        @Override
        public Usage usage() {
            return look.usage();
        }

        @Override
        public void close() {
            look.close();
        }
    }
}
