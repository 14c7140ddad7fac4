package dev.clue.cli.compile;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.clue.constitution.LockFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a run would change, as a unified diff of the files. */
public final class LockDifference {

    private static final int CONTEXT = 3;

    private LockDifference() {}

    /** The lines; none if nothing would change. */
    public static List<String> lines(Policy policy, LockFile lock) {
        List<String> lines = new ArrayList<>();
        if (!policy.constitutionIsUpToDate()) {
            lines.addAll(difference(policy.constitution(), policy.constitutionText()));
        }
        lines.addAll(difference(policy.lockFile(), lock.toYaml()));
        return lines;
    }

    private static List<String> difference(Path file, String now) {
        List<String> before = Policy.text(file).lines().toList();
        String name = before.isEmpty() ? "/dev/null" : file.toString();
        return UnifiedDiffUtils.generateUnifiedDiff(
                name,
                file.toString(),
                before,
                DiffUtils.diff(before, now.lines().toList()),
                CONTEXT);
    }
}
