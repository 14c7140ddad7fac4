package dev.clue.judge;

import dev.clue.model.AnswerProbability;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps language priors M(None, c). A store only saves time: whatever happens to it, {@link #find} and
 * {@link #keep} throw nothing and never change a verdict. May be used by several threads at once.
 */
public interface PriorStore {

    /** The prior, if it is kept. */
    Optional<AnswerProbability> find(Key key);

    /** Keeps a prior. */
    void keep(Key key, AnswerProbability prior);

    /** A store that lasts as long as the process. */
    static PriorStore inMemory() {
        Map<Key, AnswerProbability> priors = new ConcurrentHashMap<>();
        return new PriorStore() {
            @Override
            public Optional<AnswerProbability> find(Key key) {
                return Optional.ofNullable(priors.get(key));
            }

            @Override
            public void keep(Key key, AnswerProbability prior) {
                priors.put(key, prior);
            }
        };
    }

    /**
     * A store in a folder, which is made when the first prior is kept; several processes may use it at once. Where
     * the folder cannot be read or written, a warning is logged once and the store lasts as long as the process.
     */
    static PriorStore inFolder(Path folder) {
        return new FilePriorStore(folder);
    }

    /**
     * What a prior depends on.
     *
     * @param modelDigest digest of the multimodal model
     * @param promptVersion version of the prompts
     * @param statement the statement's text
     */
    record Key(String modelDigest, String promptVersion, String statement) {}
}
