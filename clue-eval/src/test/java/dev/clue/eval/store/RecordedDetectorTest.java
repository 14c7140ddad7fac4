package dev.clue.eval.store;

import dev.clue.model.ObjectDetector;
import dev.clue.model.ObjectDetectorContract;
import dev.clue.model.RandomDetector;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** All instances share one store, so that many answers are replayed. */
class RecordedDetectorTest extends ObjectDetectorContract {

    @TempDir
    private static Path folder = Path.of("");

    private static @Nullable CallStore store;

    @Override
    protected ObjectDetector open() {
        if (store == null) {
            store = CallStore.open(folder.resolve("calls.jsonl"));
        }
        return new RecordedDetector(new RandomDetector(7), store);
    }

    @AfterAll
    static void closeStore() {
        if (store != null) {
            store.close();
        }
    }
}
