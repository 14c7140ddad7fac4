package dev.clue.cli;

import java.util.Collection;
import java.util.List;

/** The exit codes of every command. Where several apply, the one that comes first here is given. */
public enum ExitStatus {
    /** Stopped by Ctrl-C or a termination signal; what was finished is kept. */
    INTERRUPTED(130, "interrupted by Ctrl-C or a termination signal; what was finished is kept"),
    /** Nobody reads standard output any more, as after {@code head -1}: what a shell gives for SIGPIPE. */
    READER_GONE(141, "nobody reads the output any more, as after head -1; the run ended there"),
    /** A mistake of clue itself, or the machine failed (disk full). */
    INTERNAL(1, "internal error, or the machine failed (disk full)"),
    /** Usage or configuration. */
    USAGE(
            2,
            "usage or configuration: unknown option, missing path, output that cannot be opened, resume under"
                    + " another configuration"),
    /** The constitution or its lock is invalid or stale. */
    CONSTITUTION(3, "the constitution or its lock is invalid or stale"),
    /** A model cannot be reached, loaded or used. */
    MODEL(4, "a model or server is unreachable, unauthorised or unfit"),
    /** The batch finished, more items failed than {@code --max-errors} allows, or a rule could not be compiled or rated. */
    ITEM_ERRORS(
            5,
            "finished, but more items failed than --max-errors allows, or a rule could not be compiled or" + " rated"),
    /**
     * A gate failed: {@code --fail-on}, {@code --fail-on-flip}, {@code --fail-on-severity}, a case of {@code clue test},
     * or the checks of the compiler.
     */
    GATE(
            100,
            "a gate failed: --fail-on, --fail-on-flip, --fail-on-severity, a case of clue test, an error that clue compile"
                    + " found and nobody has settled"),
    /** Ran. */
    RAN(0, "ran");

    private final int code;
    private final String meaning;

    ExitStatus(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** What the process exits with. */
    public int code() {
        return code;
    }

    /** One line for the documentation. */
    public String meaning() {
        return meaning;
    }

    /** Of all that apply, the one to exit with; {@link #RAN} where none does. */
    public static ExitStatus of(Collection<ExitStatus> reasons) {
        return List.of(values()).stream().filter(reasons::contains).findFirst().orElse(RAN);
    }
}
