package dev.clue.eval.store;

import dev.clue.model.MultimodalModel;
import dev.clue.model.MultimodalModelContract;
import dev.clue.model.RandomScript;
import dev.clue.model.ScriptedModel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** All instances share one store, so that many answers are replayed. */
class RecordedModelTest extends MultimodalModelContract {

    @TempDir
    private static Path folder = Path.of("");

    private static @Nullable CallStore store;

    @Override
    protected MultimodalModel open() {
        if (store == null) {
            store = CallStore.open(folder.resolve("calls.jsonl"));
        }
        return new RecordedModel(new ScriptedModel("random", new RandomScript(7)), store);
    }

    @AfterAll
    static void closeStore() {
        if (store != null) {
            store.close();
        }
    }
}
