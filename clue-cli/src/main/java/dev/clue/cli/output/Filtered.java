package dev.clue.cli.output;

import dev.clue.verdict.ImageVerdict;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * Hands on some of the verdicts.
 *
 * @param sink where to
 * @param wanted which
 */
public record Filtered(VerdictSink sink, Predicate<ImageVerdict> wanted) implements VerdictSink {

    @Override
    public void accept(ImageVerdict verdict) throws IOException {
        if (wanted.test(verdict)) {
            sink.accept(verdict);
        }
    }

    @Override
    public void finish(Run run) throws IOException {
        sink.finish(run);
    }

    @Override
    public void close() throws IOException {
        sink.close();
    }
}
