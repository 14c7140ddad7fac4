package dev.clue.compile;

import dev.clue.error.ModelUnavailableException;
import dev.clue.model.ModelIdentity;
import dev.clue.model.TextAnswer;
import dev.clue.model.TextModel;
import dev.clue.model.TextRequest;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * A model that is asked nothing more once the run is to stop; the question in work is given up by interrupting its thread.
 * For one thread; whoever gives the model closes it.
 */
final class StoppableTextModel implements TextModel {

    private static final long LOOK_MILLIS = 100;

    private final TextModel model;
    private final BooleanSupplier stopped;

    /** @param stopped whether the run is to stop */
    StoppableTextModel(TextModel model, BooleanSupplier stopped) {
        this.model = model;
        this.stopped = stopped;
    }

    @Override
    public ModelIdentity identity() {
        return model.identity();
    }

    /** @throws ModelUnavailableException if the model could not be asked, or the run is to stop */
    @Override
    public TextAnswer answer(TextRequest request) {
        requireGoingOn();
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<TextAnswer> asked = thread.submit(() -> model.answer(request));
            try {
                return awaited(asked);
            } finally {
                asked.cancel(true);
            }
        }
    }

    private TextAnswer awaited(Future<TextAnswer> asked) {
        while (true) {
            try {
                TextAnswer answer = asked.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                requireGoingOn();
                return answer;
            } catch (TimeoutException e) {
                requireGoingOn();
            } catch (ExecutionException e) {
                requireGoingOn();
                throw unchecked(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw interrupted();
            }
        }
    }

    private void requireGoingOn() {
        if (stopped.getAsBoolean()) {
            throw interrupted();
        }
    }

    private static ModelUnavailableException interrupted() {
        return new ModelUnavailableException(
                "interrupted before the control questions were answered: nothing was compiled; run again");
    }

    private static RuntimeException unchecked(ExecutionException e) {
        return switch (e.getCause()) {
            case RuntimeException runtime -> runtime;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(e);
        };
    }

    @Override
    public void close() {
        // the model belongs to whoever gave it
    }
}
