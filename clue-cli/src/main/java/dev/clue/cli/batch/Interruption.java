package dev.clue.cli.batch;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jline.utils.Signals;

/**
 * Makes Ctrl-C (and a termination signal) stop a run after the images at hand; a second one ends the process at
 * once. Closing it gives the signals back.
 *
 * <p>A shutdown hook could not do this: in it, a second Ctrl-C has no effect.
 *
 * @param stop what the first one asks
 * @param before who handled the signals before, by name
 */
public record Interruption(StopSignal stop, Map<String, Object> before) implements AutoCloseable {

    private static final List<String> SIGNALS = List.of("INT", "TERM");

    /**
     * Listens.
     *
     * @param exitCode what to exit with at the second signal
     */
    public static Interruption listen(int exitCode, PrintStream err) {
        return listen(exitCode, err, () -> " after the images at hand");
    }

    /**
     * The same for a run over something else than images.
     *
     * @param stopping what follows "stopping" where the run is when it is asked to, for people
     */
    public static Interruption listen(int exitCode, PrintStream err, Supplier<String> stopping) {
        StopSignal stop = new StopSignal();
        Runnable handler = () -> {
            if (stop.request()) {
                err.println("stopping" + stopping.get() + "; press Ctrl-C again to stop at once");
            } else {
                Runtime.getRuntime().halt(exitCode);
            }
        };
        return new Interruption(stop, registered(handler));
    }

    /**
     * Makes the first signal end the process at once, with a word to the user: for what can be ended anywhere.
     *
     * @param exitCode what to exit with
     * @param said what is said then
     */
    public static Interruption endAtOnce(int exitCode, PrintStream err, String said) {
        return new Interruption(new StopSignal(), registered(() -> {
            err.println(said);
            Runtime.getRuntime().halt(exitCode);
        }));
    }

    private static Map<String, Object> registered(Runnable handler) {
        return SIGNALS.stream().collect(Collectors.toMap(Function.identity(), name -> Signals.register(name, handler)));
    }

    @Override
    public void close() {
        before.forEach(Signals::unregister);
    }
}
