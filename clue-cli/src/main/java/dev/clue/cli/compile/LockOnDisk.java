package dev.clue.cli.compile;

import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The lock, written rule by rule while somebody else may write it too: a person with an editor, or another run. What
 * they changed since it was last read or written here is kept.
 */
public final class LockOnDisk {

    private final Path file;
    private final Consumer<String> note;
    private final Map<String, LockEntry> theirs = new LinkedHashMap<>();
    private LockFile last;

    /**
     * @param last what was read
     * @param note is told of each rule that somebody else changed
     */
    public LockOnDisk(Path file, LockFile last, Consumer<String> note) {
        this.file = file;
        this.last = last;
        this.note = note;
    }

    /**
     * Writes it where it changed.
     *
     * @throws dev.clue.error.ConfigurationException if it cannot be written
     * @throws dev.clue.error.ConstitutionException if somebody else left it in a state that cannot be read
     */
    public void write(LockFile lock) {
        LockFile now = Files.exists(file) ? LockFile.read(file) : new LockFile(lock.constitution(), List.of());
        takeChanges(now);
        List<LockEntry> entries = new ArrayList<>();
        for (LockEntry entry : lock.rules()) {
            entries.add(theirs.getOrDefault(entry.ruleId(), entry));
        }
        theirs.values().stream()
                .filter(entry -> lock.entry(entry.ruleId()).isEmpty())
                .forEach(entries::add);
        LockFile merged = new LockFile(lock.constitution(), entries);
        if (!merged.equals(now)) {
            merged.write(file);
        }
        last = merged;
    }

    private void takeChanges(LockFile now) {
        for (LockEntry entry : now.rules()) {
            if (!last.entry(entry.ruleId()).equals(Optional.of(entry))) {
                theirs.put(entry.ruleId(), entry);
                note.accept(file + ": rule " + entry.ruleId()
                        + ": its entry was changed while the rules were compiled, and is kept as it is there");
            }
        }
    }
}
