package dev.clue.judge;

import dev.clue.judge.Packs.Answer;
import dev.clue.model.Look;
import dev.clue.model.MultimodalModel;
import dev.clue.prompt.Wording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The language priors M(None, c) of paper section 3.3: what the model answers without an image. They do not depend
 * on the image, so each is asked once for a model, a version of the prompts and a statement, and kept. May be used
 * by several threads at once.
 */
final class Priors {

    private final MultimodalModel model;
    private final Wording wording;
    private final PriorStore store;

    Priors(MultimodalModel model, Wording wording, PriorStore store) {
        this.model = model;
        this.wording = wording;
        this.store = store;
    }

    /** One prior a statement, in their order. One that failed is not kept, and is asked again next time. */
    List<Answer> of(List<String> statements, Cost cost) {
        Map<String, Answer> priors = known(statements);
        if (!priors.keySet().containsAll(statements)) {
            priors = complete(statements, cost);
        }
        return statements.stream().map(priors::get).map(Objects::requireNonNull).toList();
    }

    private Map<String, Answer> known(List<String> statements) {
        Map<String, Answer> priors = new LinkedHashMap<>();
        for (String statement : statements) {
            store.find(key(statement)).ifPresent(prior -> priors.put(statement, new Answer.Given(prior)));
        }
        return priors;
    }

    /** One thread at a time, so that what two threads need is asked once. */
    private synchronized Map<String, Answer> complete(List<String> statements, Cost cost) {
        Map<String, Answer> priors = known(statements);
        List<String> unknown = statements.stream()
                .filter(statement -> !priors.containsKey(statement))
                .distinct()
                .toList();
        if (!unknown.isEmpty()) {
            priors.putAll(ask(unknown, cost));
        }
        return priors;
    }

    private Map<String, Answer> ask(List<String> statements, Cost cost) {
        Map<String, Answer> asked = new LinkedHashMap<>();
        try (Look nothing = new LazyLook(model::lookAtNothing, cost)) {
            List<Answer> answers = Packs.ask(
                    nothing, statements.stream().map(wording::question).toList());
            for (int i = 0; i < statements.size(); i++) {
                asked.put(statements.get(i), answers.get(i));
                if (answers.get(i) instanceof Answer.Given given) {
                    store.keep(key(statements.get(i)), given.probability());
                }
            }
        }
        return asked;
    }

    private PriorStore.Key key(String statement) {
        return new PriorStore.Key(model.identity().digest(), wording.version(), statement);
    }
}
