package dev.clue.cli.option;

import dev.clue.cli.input.PathList;
import picocli.CommandLine.Option;

/** How paths are listed on standard input. */
public final class PathListOptions {

    @Option(
            names = {"-0", "--null"},
            fallbackValue = "true",
            description = "Paths on standard input end with NUL instead of a line feed.")
    private boolean nul;

    /** What ends a path on standard input. */
    public PathList.Separator separator() {
        return nul ? PathList.Separator.NUL : PathList.Separator.LINE_FEED;
    }
}
