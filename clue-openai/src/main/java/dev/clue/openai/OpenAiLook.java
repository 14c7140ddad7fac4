package dev.clue.openai;

import dev.clue.error.ModelException;
import dev.clue.error.ModelUnavailableException;
import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.Question;
import dev.clue.model.Turn;
import dev.clue.model.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A look through a server. The first request about an image goes alone, so that the server has encoded the image and the
 * head of the prompt before the others come, which it then finds in its caches. What was answered in a pack that failed as
 * a whole is not asked again.
 */
final class OpenAiLook implements Look {

    private final OpenAiModel model;
    private final @Nullable RgbImage image;
    private final Map<Question, AnswerProbability> saved = new HashMap<>();
    private @Nullable SentPicture picture;
    private boolean led;
    private Usage usage = Usage.NONE;

    /** @param image what is looked at, or null for nothing */
    OpenAiLook(OpenAiModel model, @Nullable RgbImage image) {
        this.model = model;
        this.image = image;
    }

    @Override
    public List<AnswerProbability> ask(List<Question> questions) {
        if (model.answers() instanceof AnswerMode.ReasoningOnly) {
            return questions.stream()
                    .map(question -> new AnswerProbability(0, 0))
                    .toList();
        }
        SentPicture sent = picture();
        List<Outcome> outcomes = new ArrayList<>();
        for (Question question : questions) {
            AnswerProbability known = saved.remove(question);
            if (known != null) {
                outcomes.add(new Outcome(question, known, null));
            } else if (!led && sent != null) {
                Outcome leader = one(sent, question);
                outcomes.add(leader);
                led = leader.failure() == null;
            } else {
                break;
            }
            if (outcomes.getLast().failure() != null) {
                throw failed(outcomes);
            }
        }
        outcomes.addAll(together(sent, questions.subList(outcomes.size(), questions.size())));
        if (outcomes.stream().anyMatch(outcome -> outcome.failure() != null)) {
            throw failed(outcomes);
        }
        return outcomes.stream().map(Outcome::require).toList();
    }

    /** What came of a question: an answer, or a failure. */
    private record Outcome(
            Question question,
            @Nullable AnswerProbability answer,
            @Nullable RuntimeException failure) {

        AnswerProbability require() {
            AnswerProbability given = answer;
            if (given == null) {
                throw new IllegalStateException("no answer");
            }
            return given;
        }
    }

    private Outcome one(@Nullable SentPicture sent, Question question) {
        try {
            return new Outcome(question, scored(sent, question), null);
        } catch (RuntimeException e) {
            return new Outcome(question, null, e);
        }
    }

    private List<Outcome> together(@Nullable SentPicture sent, List<Question> questions) {
        if (questions.size() == 1) {
            return List.of(one(sent, questions.getFirst()));
        }
        List<Outcome> outcomes = new ArrayList<>();
        try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome>> begun = new ArrayList<>();
            for (Question question : questions) {
                begun.add(requests.submit(() -> one(sent, question)));
            }
            try {
                for (Future<Outcome> outcome : begun) {
                    outcomes.add(outcome.get());
                }
            } catch (InterruptedException e) {
                requests.shutdownNow();
                Thread.currentThread().interrupt();
                throw new ModelUnavailableException(
                        "questions to " + model.who() + " were given up, because the run ends; judge again", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        return outcomes;
    }

    /** Keeps what was answered, for the next time; what is thrown is the first failure, a model's if there is one. */
    private RuntimeException failed(List<Outcome> outcomes) {
        RuntimeException first = null;
        for (Outcome outcome : outcomes) {
            if (outcome.answer() != null) {
                saved.put(outcome.question(), outcome.answer());
            } else if (first == null
                    || (outcome.failure() instanceof ModelException && !(first instanceof ModelException))) {
                first = outcome.failure();
            }
        }
        return first == null ? new IllegalStateException("no failure") : first;
    }

    private AnswerProbability scored(@Nullable SentPicture sent, Question question) {
        Answered<AnswerProbability> answered = model.probability(sent, question);
        spend(answered.usage());
        return answered.value();
    }

    @Override
    public String continueDialogue(List<Turn> dialogue, int maxTokens) {
        Turn.requireDialogue(dialogue);
        Answered<String> answered = model.continued(picture(), dialogue, maxTokens);
        led = true;
        spend(answered.usage());
        return answered.value();
    }

    @Override
    public Look without(Box region) {
        RgbImage seen = image;
        if (seen == null) {
            throw new IllegalStateException("a look at nothing has no region to paint black");
        }
        return new OpenAiLook(model, seen.blackOut(region));
    }

    @Override
    public synchronized Usage usage() {
        return usage;
    }

    @Override
    public void close() {
        saved.clear();
        picture = null;
    }

    private synchronized void spend(Usage more) {
        usage = usage.plus(more);
    }

    private @Nullable SentPicture picture() {
        RgbImage seen = image;
        if (seen == null) {
            return null;
        }
        SentPicture made = picture;
        if (made == null) {
            made = model.picture(seen);
            picture = made;
        }
        return made;
    }
}
