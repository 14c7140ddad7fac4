package dev.clue.judge;

import dev.clue.judge.Packs.Answer;
import dev.clue.model.Look;
import dev.clue.model.MultimodalModel;
import dev.clue.prompt.Prompts;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The language priors M(None, c) of paper section 3.3: what the model answers without an image. They do not depend
 * on the image, so each is asked once for a model, a version of the prompts and a statement, and kept. May be used
 * by several threads at once.
 */
final class Priors {

    private final MultimodalModel model;
    private final PriorStore store;

    Priors(MultimodalModel model, PriorStore store) {
        this.model = model;
        this.store = store;
    }

    /** One prior a statement, in their order. One that failed is not kept, and is asked again next time. */
    synchronized List<Answer> of(List<String> statements, Cost cost) {
        Map<String, Answer> priors = new LinkedHashMap<>();
        Set<String> unknown = new LinkedHashSet<>();
        for (String statement : statements) {
            store.find(key(statement))
                    .ifPresentOrElse(
                            prior -> priors.put(statement, new Answer.Given(prior)), () -> unknown.add(statement));
        }
        if (!unknown.isEmpty()) {
            priors.putAll(ask(List.copyOf(unknown), cost));
        }
        return statements.stream()
                .map(statement -> Objects.requireNonNull(priors.get(statement)))
                .toList();
    }

    private Map<String, Answer> ask(List<String> statements, Cost cost) {
        Map<String, Answer> asked = new LinkedHashMap<>();
        try (Look nothing = new LazyLook(model::lookAtNothing, cost)) {
            List<Answer> answers = Packs.ask(
                    nothing, statements.stream().map(Prompts::precondition).toList());
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
        return new PriorStore.Key(model.identity().digest(), Prompts.VERSION, statement);
    }
}
