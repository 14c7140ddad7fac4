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
    private final Map<Question, AnswerProbability> answered = new HashMap<>();
    private final Map<Continued, String> said = new HashMap<>();
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
        return all(questions, answered, question -> model.probability(sent, question));
    }

    @Override
    public String continueDialogue(List<Turn> dialogue, int maxTokens) {
        return continueDialogues(List.of(dialogue), maxTokens).getFirst();
    }

    @Override
    public List<String> continueDialogues(List<List<Turn>> dialogues, int maxTokens) {
        dialogues.forEach(Turn::requireDialogue);
        SentPicture sent = picture();
        List<Continued> continued = dialogues.stream()
                .map(dialogue -> new Continued(List.copyOf(dialogue), maxTokens))
                .toList();
        return all(continued, said, asked -> model.continued(sent, asked.dialogue(), asked.maxTokens()));
    }

    private record Continued(List<Turn> dialogue, int maxTokens) {}

    /** What came of something that was asked: an answer, or a failure. */
    private record Outcome<A, T>(
            A asked, @Nullable T answer, @Nullable RuntimeException failure) {

        T require() {
            T given = answer;
            if (given == null) {
                throw new IllegalStateException("no answer");
            }
            return given;
        }
    }

    private interface Request<A, T> {
        Answered<T> send(A asked);
    }

    /** Asks all: the first alone, the others together; what is saved is not asked. */
    private <A, T> List<T> all(List<A> asked, Map<A, T> saved, Request<A, T> request) {
        List<Outcome<A, T>> outcomes = new ArrayList<>();
        for (A each : asked) {
            T known = saved.remove(each);
            if (known != null) {
                outcomes.add(new Outcome<>(each, known, null));
            } else if (!led && image != null) {
                Outcome<A, T> leader = one(each, request);
                outcomes.add(leader);
                led = leader.failure() == null;
            } else {
                break;
            }
            if (outcomes.getLast().failure() != null) {
                throw failed(outcomes, saved);
            }
        }
        outcomes.addAll(together(asked.subList(outcomes.size(), asked.size()), request));
        if (outcomes.stream().anyMatch(outcome -> outcome.failure() != null)) {
            throw failed(outcomes, saved);
        }
        return outcomes.stream().map(Outcome::require).toList();
    }

    private <A, T> Outcome<A, T> one(A asked, Request<A, T> request) {
        try {
            Answered<T> answer = request.send(asked);
            spend(answer.usage());
            return new Outcome<>(asked, answer.value(), null);
        } catch (RuntimeException e) {
            return new Outcome<>(asked, null, e);
        }
    }

    private <A, T> List<Outcome<A, T>> together(List<A> asked, Request<A, T> request) {
        if (asked.size() == 1) {
            return List.of(one(asked.getFirst(), request));
        }
        List<Outcome<A, T>> outcomes = new ArrayList<>();
        try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome<A, T>>> begun = new ArrayList<>();
            for (A each : asked) {
                begun.add(requests.submit(() -> one(each, request)));
            }
            try {
                for (Future<Outcome<A, T>> outcome : begun) {
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

    /** Saves what was answered, for the next time; what is thrown is the first failure, a model's if there is one. */
    private static <A, T> RuntimeException failed(List<Outcome<A, T>> outcomes, Map<A, T> saved) {
        RuntimeException first = null;
        for (Outcome<A, T> outcome : outcomes) {
            T answer = outcome.answer();
            if (answer != null) {
                saved.put(outcome.asked(), answer);
            } else if (first == null
                    || (outcome.failure() instanceof ModelException && !(first instanceof ModelException))) {
                first = outcome.failure();
            }
        }
        return first == null ? new IllegalStateException("no failure") : first;
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
        answered.clear();
        said.clear();
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
