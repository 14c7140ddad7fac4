package dev.clue.cli.compile;

import dev.clue.constitution.ConstitutionFile;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockFile;
import dev.clue.constitution.LockFinding;
import dev.clue.constitution.SourceRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Rules that are judged by although the compiler's checks found errors in them that nobody has settled. */
public final class OpenErrors {

    private OpenErrors() {}

    /**
     * A line for each such rule, with the first of its errors.
     *
     * @param constitution a file that has been read without a mistake
     */
    public static List<String> of(Path constitution) {
        Path lockFile = LockFile.beside(constitution);
        if (!Files.exists(lockFile)) {
            return List.of();
        }
        LockFile lock = LockFile.read(lockFile);
        List<String> lines = new ArrayList<>();
        for (SourceRule rule : ConstitutionFile.readSource(constitution).rules()) {
            List<LockFinding> errors = rule.isHandwritten()
                    ? List.of()
                    : lock.entry(rule.id()).map(LockEntry::openErrors).orElse(List.of());
            if (!errors.isEmpty()) {
                LockFinding first = errors.getFirst();
                int more = errors.size() - 1;
                lines.add(lockFile + ": rule " + rule.id() + " is judged by, but its check found: " + first.message()
                        + ": " + first.advice()
                        + (more == 0 ? "" : " (" + more + " more: clue compile --check " + constitution + ")"));
            }
        }
        return lines;
    }
}
