package dev.clue.eval.store;

import dev.clue.model.Look;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks that nobody uses right now, left open for whoever looks at the same next: an image is encoded once, not once for
 * each method that asks something new about it. Those that were left longest ago are closed first. May be used by
 * several threads at once; a look that is taken belongs to the one who took it.
 */
final class OpenLooks implements AutoCloseable {

    /** Looks left open at the most: each holds native memory. */
    static final int MOST = 4;

    private final Map<String, Look> idle = new LinkedHashMap<>();
    private boolean closed;

    /** The look that was left under a key, if there is one; the caller closes or leaves it. */
    synchronized @Nullable Look take(String key) {
        return idle.remove(key);
    }

    /** Leaves a look open, or closes it where there is one already. */
    void leave(String key, Look look) {
        Look surplus = keep(key, look);
        if (surplus != null) {
            surplus.close();
        }
    }

    private synchronized @Nullable Look keep(String key, Look look) {
        if (closed || idle.containsKey(key)) {
            return look;
        }
        idle.put(key, look);
        return idle.size() > MOST ? idle.remove(idle.keySet().iterator().next()) : null;
    }

    /** Closes all that were left, and from now on whatever is left. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.values().forEach(Look::close);
        idle.clear();
    }
}
