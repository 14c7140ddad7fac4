package dev.clue.cli.batch;

import dev.clue.cli.terminal.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar with rate and remaining time on standard error, if a person is watching it; else nothing. */
public final class Progress implements AutoCloseable {

    private final @Nullable ProgressBar bar;
    private final @Nullable StatusLine line;

    private Progress(@Nullable ProgressBar bar, @Nullable StatusLine line) {
        this.bar = bar;
        this.line = line;
    }

    /** Nothing is shown. */
    public static Progress none() {
        return new Progress(null, null);
    }

    /**
     * Starts.
     *
     * @param images how many there are in all
     * @param done how many of them are finished already
     */
    public static Progress start(PrintStream err, Terminal terminal, long images, long done) {
        if (!terminal.interactive()) {
            return none();
        }
        StatusLine line = new StatusLine(err, terminal.width() - 1);
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("judging")
                .setInitialMax(images)
                .startsFrom(done, Duration.ZERO)
                .setUnit(" images", 1)
                .showSpeed()
                .setSpeedUnit(ChronoUnit.SECONDS)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(500)
                .clearDisplayOnFinish()
                .setConsumer(line)
                .build();
        return new Progress(bar, line);
    }

    /** What may write to the same terminal, and is written above the bar. */
    @FunctionalInterface
    public interface Writing {
        /** @throws IOException if it cannot be written */
        void run() throws IOException;
    }

    /**
     * Writes without the bar in the way.
     *
     * @throws IOException if it cannot be written
     */
    public void aside(Writing writing) throws IOException {
        if (line == null) {
            writing.run();
        } else {
            line.aside(writing);
        }
    }

    /** One image is finished. */
    public void step() {
        if (bar != null) {
            bar.step();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
