package dev.clue.eval.store;

import dev.clue.model.ImageTextEncoder;
import dev.clue.model.ImageTextEncoderContract;
import dev.clue.model.RandomEncoder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** All instances share one store, so that many answers are replayed. */
class RecordedEncoderTest extends ImageTextEncoderContract {

    @TempDir
    private static Path folder = Path.of("");

    private static @Nullable CallStore store;

    @Override
    protected ImageTextEncoder open() {
        if (store == null) {
            store = CallStore.open(folder.resolve("calls.jsonl"));
        }
        return new RecordedEncoder(new RandomEncoder(7, 200), store);
    }

    @AfterAll
    static void closeStore() {
        if (store != null) {
            store.close();
        }
    }
}
