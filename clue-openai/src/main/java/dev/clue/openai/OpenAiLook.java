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
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A look through a server. Where a {@link Leader} is sent, the first request about an image goes alone, so that the server
 * has encoded the image and the head of the prompt before the others come, which it then finds in its caches. What was
 * answered in a pack that failed as a whole is not asked again.
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
        return all(questions, answered, sent, question -> model.probability(sent, question));
    }

    /** As many as may be in work: what waits for a place anyway need not wait for the slowest of eight. */
    @Override
    public int together() {
        return Math.max(Look.super.together(), model.concurrency());
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
        return all(continued, said, sent, asked -> model.continued(sent, asked.dialogue(), asked.maxTokens()));
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

    /** Asks all: the first alone if it leads, the others together; what is saved is not asked. */
    private <A, T> List<T> all(List<A> asked, Map<A, T> saved, @Nullable SentPicture sent, Request<A, T> request) {
        Map<A, Outcome<A, T>> outcomes = new LinkedHashMap<>();
        List<A> open = new ArrayList<>();
        for (A each : asked) {
            T known = saved.remove(each);
            if (known == null) {
                open.add(each);
            } else {
                outcomes.put(each, new Outcome<>(each, known, null));
            }
        }
        if (!open.isEmpty() && sent != null && !led && model.leads()) {
            A first = open.removeFirst();
            Outcome<A, T> leader = one(first, request);
            outcomes.put(first, leader);
            if (leader.failure() != null) {
                throw failed(outcomes.values(), saved);
            }
            led = true;
        }
        together(open, request).forEach(outcome -> outcomes.put(outcome.asked(), outcome));
        if (outcomes.values().stream().anyMatch(outcome -> outcome.failure() != null)) {
            throw failed(outcomes.values(), saved);
        }
        return asked.stream()
                .map(each -> Objects.requireNonNull(outcomes.get(each)).require())
                .toList();
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
    private static <A, T> RuntimeException failed(Collection<Outcome<A, T>> outcomes, Map<A, T> saved) {
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
