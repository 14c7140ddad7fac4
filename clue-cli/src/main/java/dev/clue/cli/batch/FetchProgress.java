package dev.clue.cli.batch;

import dev.clue.cli.output.Printable;
import dev.clue.cli.terminal.Terminal;
import dev.clue.onnx.hub.HubListing;
import dev.clue.onnx.hub.PullListener;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Says on standard error what is fetched under which licence; with a bar, if a person is watching. */
public final class FetchProgress implements PullListener, AutoCloseable {

    /** What is said where a model card names no licence. */
    public static final String NO_LICENCE = "not named: read its model card";

    private static final long MEBIBYTE = 1 << 20;

    private final PrintStream err;
    private final Terminal terminal;
    private @Nullable ProgressBar bar;

    /** Begins with the first file. */
    public FetchProgress(PrintStream err, Terminal terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public void begins(HubListing listing, long bytes) {
        says(listing.name() + " at " + listing.commit().substring(0, 8) + ", licence "
                + listing.licence().orElse(NO_LICENCE) + ": "
                + (bytes == 0
                        ? "everything is here"
                        : String.format(Locale.ROOT, "%.1f MiB to fetch", bytes / (double) MEBIBYTE)));
        if (terminal.interactive() && bytes > 0) {
            bar = new ProgressBarBuilder()
                    .setTaskName("fetching")
                    .setInitialMax(bytes)
                    .setUnit(" MiB", MEBIBYTE)
                    .showSpeed()
                    .setSpeedUnit(ChronoUnit.SECONDS)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(500)
                    .clearDisplayOnFinish()
                    .setConsumer(new ConsoleProgressBarConsumer(err, terminal.width() - 1))
                    .build();
        }
    }

    @Override
    public void received(long count) {
        if (bar != null) {
            bar.stepBy(count);
        }
    }

    @Override
    public void says(String sentence) {
        err.println(Printable.text(sentence));
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
