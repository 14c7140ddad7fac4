package dev.clue.cli.option;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where model calls are kept: an option of every command that must not ask the same twice. */
public final class CallStoreOptions {

    @Option(
            names = "--calls",
            paramLabel = "FILE",
            description =
                    "Where model calls are kept, so that none is made twice (default: for clue eval calls.jsonl in"
                            + " the output folder; for clue calibrate NAME.calls.jsonl beside the profile).")
    private @Nullable Path calls;

    /** The file that was named, or null. */
    public @Nullable Path file() {
        return calls;
    }
}
