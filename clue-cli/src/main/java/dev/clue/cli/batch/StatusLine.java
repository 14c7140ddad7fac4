package dev.clue.cli.batch;

import java.io.IOException;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;

/** The line at the foot of a terminal that a progress bar is drawn in, and that gives way to lines of results. */
final class StatusLine extends ConsoleProgressBarConsumer {

    private String drawn = "";

    StatusLine(PrintStream err, int width) {
        super(err, width);
    }

    @Override
    public synchronized void accept(String bar) {
        drawn = bar;
        super.accept(bar);
    }

    /** Wipes the bar, writes, and draws the bar again below what was written. */
    synchronized void aside(Progress.Writing writing) throws IOException {
        String bar = drawn;
        clear();
        writing.run();
        accept(bar);
    }
}
