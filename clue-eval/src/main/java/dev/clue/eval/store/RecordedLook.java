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
        requireOpen();
        charge();
        String key = CallStore.key("turn", model, view, prompt(dialogue), Integer.toString(maxTokens));
        Call.Said said = store.replay(Call.Said.class, key).orElse(null);
        if (said == null) {
            Look look = open();
            Usage before = look.usage();
            Timed<String> turn = Timed.of(() -> look.continueDialogue(dialogue, maxTokens));
            said = new Call.Said(turn.result(), minus(look.usage(), before), turn.millis());
            store.keep(key, said);
        }
        cost = usage().plus(said.usage());
        return said.text();
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
        Look closing = opened;
        opened = null;
        if (closing != null) {
            closing.close();
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
        Timed<List<AnswerProbability>> pack = Timed.of(() -> look.ask(List.copyOf(missing.values())));
        if (pack.result().size() != missing.size()) {
            throw new ModelUnfitException("the model gave " + pack.result().size() + " answers to " + missing.size()
                    + " questions; use another model or repair this one");
        }
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

    private Look open() {
        if (failure != null) {
            throw failure;
        }
        Look look = opened;
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
