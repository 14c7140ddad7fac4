package dev.clue.eval.store;

import dev.clue.error.ModelUnfitException;
import dev.clue.eval.store.CallStore.Timed;
import dev.clue.image.Box;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.Question;
import dev.clue.model.Turn;
import dev.clue.model.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A look that is opened on the model only when something is asked that is not kept. Used by one thread at a time. */
final class RecordedLook implements Look {

    private final CallStore store;
    private final String model;
    private final String view;
    private final Supplier<Look> opening;
    private final boolean atImage;
    private @Nullable Look opened;
    private @Nullable RuntimeException failure;
    private @Nullable Usage cost;
    private boolean failed;
    private boolean closed;

    /** @param view what is looked at: equal for equal pixels */
    RecordedLook(CallStore store, String model, String view, Supplier<Look> opening, boolean atImage) {
        this.store = store;
        this.model = model;
        this.view = view;
        this.opening = opening;
        this.atImage = atImage;
    }

    @Override
    public List<AnswerProbability> ask(List<Question> questions) {
        requireOpen();
        if (questions.isEmpty()) {
            return List.of();
        }
        charge();
        Map<String, Call.Answered> answers = new LinkedHashMap<>();
        Map<String, Question> missing = new LinkedHashMap<>();
        for (Question question : questions) {
            String key = CallStore.key("answer", model, view, question.text());
            store.replay(Call.Answered.class, key)
                    .ifPresentOrElse(call -> answers.put(key, call), () -> missing.put(key, question));
        }
        if (!missing.isEmpty()) {
            answers.putAll(compute(missing));
        }
        List<AnswerProbability> given = new ArrayList<>(questions.size());
        for (Question question : questions) {
            Call.Answered call =
                    Objects.requireNonNull(answers.get(CallStore.key("answer", model, view, question.text())));
            cost = usage().plus(call.usage());
            given.add(call.answer());
        }
        return given;
    }

    @Override
    public String continueDialogue(List<Turn> dialogue, int maxTokens) {
        return continueDialogues(List.of(dialogue), maxTokens).getFirst();
    }

    @Override
    public List<String> continueDialogues(List<List<Turn>> dialogues, int maxTokens) {
        requireOpen();
        if (dialogues.isEmpty()) {
            return List.of();
        }
        charge();
        List<String> keys = dialogues.stream()
                .map(dialogue -> CallStore.key("turn", model, view, prompt(dialogue), Integer.toString(maxTokens)))
                .toList();
        Map<String, Call.Said> turns = new LinkedHashMap<>();
        Map<String, List<Turn>> missing = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            List<Turn> dialogue = dialogues.get(i);
            store.replay(Call.Said.class, key)
                    .ifPresentOrElse(call -> turns.put(key, call), () -> missing.put(key, dialogue));
        }
        if (!missing.isEmpty()) {
            turns.putAll(compute(missing, maxTokens));
        }
        List<String> said = new ArrayList<>(dialogues.size());
        for (String key : keys) {
            Call.Said call = Objects.requireNonNull(turns.get(key));
            cost = usage().plus(call.usage());
            said.add(call.text());
        }
        return said;
    }

    private Map<String, Call.Said> compute(Map<String, List<Turn>> missing, int maxTokens) {
        List<List<Turn>> dialogues = List.copyOf(missing.values());
        Look look = open();
        Usage before = look.usage();
        Timed<List<String>> timed = timed(() -> dialogues.size() == 1
                ? List.of(look.continueDialogue(dialogues.getFirst(), maxTokens))
                : look.continueDialogues(dialogues, maxTokens));
        requireOneEach(timed.result(), missing.size(), "turns", "dialogues");
        Usage spent = minus(look.usage(), before);
        Map<String, Call.Said> turns = new LinkedHashMap<>();
        for (String key : missing.keySet()) {
            int index = turns.size();
            Call.Said call = new Call.Said(
                    timed.result().get(index), share(spent, index, missing.size()), timed.millis() / missing.size());
            store.keep(key, call);
            turns.put(key, call);
        }
        return turns;
    }

    private static void requireOneEach(List<?> given, int asked, String what, String of) {
        if (given.size() != asked) {
            throw new ModelUnfitException("the model gave " + given.size() + " " + what + " to " + asked + " " + of
                    + "; use another model or repair this one");
        }
    }

    @Override
    public Look without(Box region) {
        requireOpen();
        if (!atImage) {
            throw new IllegalStateException("a look at nothing has no regions");
        }
        charge();
        String part =
                view + " without " + region.left() + "," + region.top() + "," + region.right() + "," + region.bottom();
        return new RecordedLook(store, model, part, () -> open().without(region), true);
    }

    @Override
    public Usage usage() {
        Usage spent = cost;
        if (spent == null) {
            charge();
            spent = cost == null ? Usage.NONE : cost;
        }
        return spent;
    }

    @Override
    public void close() {
        closed = true;
        Look look = opened;
        opened = null;
        if (look == null) {
            return;
        }
        if (failed) {
            look.close();
        } else {
            store.looks().leave(openingKey(), look);
        }
    }

    /** Counts the opening: as it was kept, or else by opening. */
    private void charge() {
        if (cost != null || closed) {
            return;
        }
        Optional<Call.Opened> kept = store.replay(Call.Opened.class, openingKey());
        if (kept.isPresent()) {
            cost = kept.get().usage();
        } else {
            open();
        }
    }

    private Map<String, Call.Answered> compute(Map<String, Question> missing) {
        Look look = open();
        Usage before = look.usage();
        Timed<List<AnswerProbability>> pack = timed(() -> look.ask(List.copyOf(missing.values())));
        requireOneEach(pack.result(), missing.size(), "answers", "questions");
        Usage spent = minus(look.usage(), before);
        Map<String, Call.Answered> answers = new LinkedHashMap<>();
        for (String key : missing.keySet()) {
            int index = answers.size();
            Call.Answered call = new Call.Answered(
                    pack.result().get(index), share(spent, index, missing.size()), pack.millis() / missing.size());
            answers.put(key, call);
        }
        store.keep(answers);
        return answers;
    }

    /** What the look did; one that failed is not used by others. */
    private <T> Timed<T> timed(Supplier<T> work) {
        failed = true;
        Timed<T> timed = Timed.of(work);
        failed = false;
        return timed;
    }

    private Look open() {
        if (failure != null) {
            throw failure;
        }
        Look look = opened;
        if (look == null) {
            look = store.looks().take(openingKey());
            opened = look;
        }
        if (look == null) {
            try {
                Timed<Look> timed = Timed.of(opening);
                look = timed.result();
                opened = look;
                if (cost == null) {
                    cost = look.usage();
                    store.keep(openingKey(), new Call.Opened(cost, timed.millis()));
                } else {
                    // Its opening was counted as it was kept.
                    store.addSaved(-timed.millis());
                }
            } catch (RuntimeException e) {
                failure = e;
                throw e;
            }
        }
        return look;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the look is closed");
        }
    }

    private String openingKey() {
        return CallStore.key("look", model, view);
    }

    private static String prompt(List<Turn> dialogue) {
        StringBuilder prompt = new StringBuilder();
        for (Turn turn : dialogue) {
            prompt.append(turn.speaker())
                    .append(' ')
                    .append(turn.text().length())
                    .append(':')
                    .append(turn.text());
        }
        return prompt.toString();
    }

    private static Usage minus(Usage all, Usage part) {
        return new Usage(
                all.calls() - part.calls(),
                all.inputTokens() - part.inputTokens(),
                all.outputTokens() - part.outputTokens());
    }

    /** An equal share, of which the first ones get what remains. */
    private static Usage share(Usage spent, int index, int of) {
        return new Usage(
                share(spent.calls(), index, of),
                share(spent.inputTokens(), index, of),
                share(spent.outputTokens(), index, of));
    }

    private static long share(long spent, int index, int of) {
        return spent / of + (index < spent % of ? 1 : 0);
    }
}
