package dev.clue.openai;

import dev.clue.error.ModelUnfitException;
import dev.clue.image.RgbImage;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.ModelIdentity;
import dev.clue.model.MultimodalModel;
import dev.clue.model.Question;
import dev.clue.model.Turn;
import dev.clue.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A multimodal model behind a server. Closing it does nothing: its {@link OpenAiServer} is closed by whoever opened that.
 */
final class OpenAiModel implements MultimodalModel {

    private static final long SEED = 0;

    private final ModelIdentity identity;
    private final Chat chat;
    private final AnswerMode answers;
    private final double leastMass;
    private final FirstToken firstToken;
    private final FirstToken prior;
    private final ImageTokens imageTokens;
    private final String secret;
    private final Leader leader;
    private final boolean watched;
    private final IntSupplier concurrency;

    /**
     * @param answers how answers become probabilities
     * @param leastMass P(Yes) + P(No) below which an answer means nothing, 0 to 1
     * @param secret what nobody else can know, for the names of images
     * @param leader whether a request about an image goes ahead of the others
     * @param watched whether lengths of prompts without an image are asked for where they are not known
     * @param concurrency how many requests may be in work at the moment
     */
    OpenAiModel(
            ModelIdentity identity,
            Chat chat,
            AnswerMode answers,
            double leastMass,
            String secret,
            Leader leader,
            boolean watched,
            IntSupplier concurrency) {
        this.identity = identity;
        this.chat = chat;
        this.answers = answers;
        this.leastMass = leastMass;
        this.firstToken = new FirstToken(chat.who(), "answers", leastMass);
        this.prior = new FirstToken(chat.who(), "answers what is asked without an image", leastMass);
        this.imageTokens = new ImageTokens(chat.who());
        this.secret = secret;
        this.leader = leader;
        this.watched = watched;
        this.concurrency = concurrency;
    }

    @Override
    public ModelIdentity identity() {
        return identity;
    }

    @Override
    public Look look(RgbImage image) {
        return new OpenAiLook(this, image);
    }

    @Override
    public Look lookAtNothing() {
        return new OpenAiLook(this, null);
    }

    @Override
    public void close() {
        // The server is closed by whoever opened it.
    }

    String who() {
        return chat.who();
    }

    AnswerMode answers() {
        return answers;
    }

    /** Whether the first request about an image goes alone. */
    boolean leads() {
        return leader == Leader.ALWAYS;
    }

    /** How many requests may be in work at the moment. */
    int concurrency() {
        return concurrency.getAsInt();
    }

    SentPicture picture(RgbImage image) {
        return new SentPicture(Picture.of(image), Sha256.of(secret + " " + image.sha256()));
    }

    Answered<AnswerProbability> probability(@Nullable SentPicture picture, Question question) {
        return switch (answers) {
            case AnswerMode.LogProbabilities logProbabilities -> scored(picture, question);
            case AnswerMode.Sampled sampled -> sampled(picture, question, sampled.samples());
            case AnswerMode.ReasoningOnly reasoning -> new Answered<>(new AnswerProbability(0, 0), Usage.NONE);
        };
    }

    Answered<String> continued(@Nullable SentPicture picture, List<Turn> dialogue, int maxTokens) {
        ChatAnswer answer = chat.ask(ChatRequest.continued(picture, dialogue, maxTokens));
        if (dialogue.size() == 1) {
            requireImage(picture, dialogue.getFirst().text(), 1, answer);
        }
        requireWords(answer.first());
        return new Answered<>(answer.first().text(), answer.usage());
    }

    private Answered<AnswerProbability> scored(@Nullable SentPicture picture, Question question) {
        ChatAnswer answer = chat.ask(ChatRequest.scored(picture, question.text()));
        requireImage(picture, question.text(), 1, answer);
        requireNotHeldBack(answer.first());
        return new Answered<>((picture == null ? prior : firstToken).probability(answer.first()), answer.usage());
    }

    /**
     * Requires that a prompt about an image had one. Where it is not known how long the prompt is without, that is asked: once
     * a prompt, for one token, which like the probe before is no image's cost. What goes on with a dialogue is not looked at:
     * each has its own length, and its first turn was about the image.
     *
     * @param answers how many answers were asked for: some servers count the prompt for each
     */
    private void requireImage(@Nullable SentPicture picture, String prompt, int answers, ChatAnswer answer) {
        if (watched && picture != null && imageTokens.wants(prompt)) {
            ChatAnswer without = chat.ask(ChatRequest.sampled(null, prompt, 1, answers, SEED));
            imageTokens.require(prompt, false, without.promptTokens());
        }
        imageTokens.require(prompt, picture != null, answer.promptTokens());
    }

    /**
     * Requires an answer that came through. What was held back says nothing about the image, and one of several samples that
     * was makes the others no fair draw: they are those that a filter liked.
     *
     * @throws ModelUnfitException if a filter held the answer back or the model declined to give it
     */
    private void requireNotHeldBack(ChatAnswer.Choice choice) {
        if (choice.finish().equals(ChatAnswer.FILTERED)) {
            throw new ModelUnfitException(
                    chat.who() + " has a filter that held its answer back. The verdict stays open:"
                            + " look at the image yourself, or use a server without a filter.");
        }
        if (!choice.refusal().isEmpty()) {
            throw new ModelUnfitException(chat.who() + " declines to answer: it says \""
                    + ServerWords.name(choice.refusal())
                    + "\". The verdict stays open: look at the image yourself, or use"
                    + " another model.");
        }
    }

    private void requireWords(ChatAnswer.Choice choice) {
        requireNotHeldBack(choice);
        if (choice.text().isEmpty()) {
            String finish =
                    choice.finish().isEmpty() ? "" : " (finish_reason " + ServerWords.name(choice.finish()) + ")";
            throw new ModelUnfitException(chat.who() + " answers without a word" + finish + ". "
                    + (choice.thoughts().isEmpty()
                            ? "Judge again, or use another model."
                            : "It thinks instead: start the server with thinking switched off, or use another model."));
        }
    }

    /** Some servers give one answer whatever number is asked for: they are asked again. */
    private Answered<AnswerProbability> sampled(@Nullable SentPicture picture, Question question, int samples) {
        String text = question.text() + StatedConfidence.REQUEST;
        List<String> given = new ArrayList<>();
        Usage usage = Usage.NONE;
        while (given.size() < samples) {
            int wanted = samples - given.size();
            ChatAnswer answer =
                    chat.ask(ChatRequest.sampled(picture, text, StatedConfidence.TOKENS, wanted, SEED + given.size()));
            usage = usage.plus(answer.usage());
            requireImage(picture, text, wanted, answer);
            answer.choices().stream().limit(wanted).forEach(choice -> {
                requireNotHeldBack(choice);
                given.add(choice.text());
            });
        }
        return new Answered<>(StatedConfidence.of(given, leastMass, chat.who()), usage);
    }
}
