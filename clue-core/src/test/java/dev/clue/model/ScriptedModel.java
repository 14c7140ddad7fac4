package dev.clue.model;

import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A model that answers by a script, and remembers what it was asked. */
public final class ScriptedModel implements MultimodalModel {

    private final ModelIdentity identity;
    private final Script script;
    private final List<String> asked = new ArrayList<>();
    private final List<Integer> packs = new ArrayList<>();
    private final List<Integer> together = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();

    /** What a scripted model says. */
    public interface Script {

        /** How likely Yes and No are; without an image for the language prior. */
        AnswerProbability answer(@Nullable RgbImage image, Question question);

        /** The next turn of a dialogue. */
        String say(@Nullable RgbImage image, List<Turn> dialogue);

        /** Called before a look is opened; may throw. */
        default void opening(@Nullable RgbImage image) {}
    }

    /** A model with a name and digest that belong to the script's name. */
    public ScriptedModel(String name, Script script) {
        this.identity = new ModelIdentity(name, Hashes.digest(name));
        this.script = script;
    }

    @Override
    public ModelIdentity identity() {
        return identity;
    }

    @Override
    public Look look(RgbImage image) {
        return new ScriptedLook(image);
    }

    @Override
    public Look lookAtNothing() {
        return new ScriptedLook(null);
    }

    /** The contents of all questions so far about images, without surrounding blanks. */
    public synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    /** The size of each pack of questions so far about images. */
    public synchronized List<Integer> packs() {
        return List.copyOf(packs);
    }

    /** How many dialogues were continued in each call so far that continued several. */
    public synchronized List<Integer> continuedTogether() {
        return List.copyOf(together);
    }

    /** Looks that were opened and not closed. */
    public int openLooks() {
        return open.get();
    }

    @Override
    public void close() {}

    private final class ScriptedLook implements Look {

        private final @Nullable RgbImage image;
        private final AtomicLong calls = new AtomicLong();
        private long inputTokens;
        private long outputTokens;
        private boolean closed;

        ScriptedLook(@Nullable RgbImage image) {
            script.opening(image);
            this.image = image;
            open.incrementAndGet();
            calls.set(image == null ? 0 : 1);
        }

        @Override
        public List<AnswerProbability> ask(List<Question> questions) {
            requireOpen();
            if (image != null && !questions.isEmpty()) {
                synchronized (ScriptedModel.this) {
                    questions.forEach(question -> asked.add(question.content().strip()));
                    packs.add(questions.size());
                }
            }
            List<AnswerProbability> answers = questions.stream()
                    .map(question -> script.answer(image, question))
                    .toList();
            calls.addAndGet(questions.size());
            inputTokens += questions.size();
            return answers;
        }

        @Override
        public String continueDialogue(List<Turn> dialogue, int maxTokens) {
            requireOpen();
            calls.incrementAndGet();
            inputTokens += dialogue.size();
            String[] words = script.say(image, dialogue).split("(?<= )");
            int spoken = Math.min(words.length, maxTokens);
            outputTokens += spoken;
            return String.join("", List.of(words).subList(0, spoken));
        }

        @Override
        public List<String> continueDialogues(List<List<Turn>> dialogues, int maxTokens) {
            synchronized (ScriptedModel.this) {
                together.add(dialogues.size());
            }
            return Look.super.continueDialogues(dialogues, maxTokens);
        }

        @Override
        public Look without(Box region) {
            requireOpen();
            if (image == null) {
                throw new IllegalStateException("a look at no image has no regions");
            }
            return new ScriptedLook(image.blackOut(region));
        }

        @Override
        public Usage usage() {
            return new Usage(calls.get(), inputTokens, outputTokens);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                open.decrementAndGet();
            }
        }

        private void requireOpen() {
            if (closed) {
                throw new IllegalStateException("the look is closed");
            }
        }
    }
}
