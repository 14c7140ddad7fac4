package dev.clue.cli.output;

import dev.clue.cli.engine.ModelSource.KnownModel;
import dev.clue.onnx.PublishedModel;
import java.util.List;
import java.util.Locale;

/** The published models that clue knows, as a table for people. */
public final class KnownModels {

    private static final double GIBIBYTE = 1L << 30;

    private KnownModels() {}

    /**
     * The table, with what each needs; nothing if none is known.
     *
     * @param here what can be called by a name already
     */
    public static String table(List<PublishedModel> published, List<KnownModel> here) {
        if (published.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%nto fetch: clue models pull NAME (fp32; memory and seconds an image on two cores are estimates)%n"));
        for (PublishedModel model : published) {
            boolean isHere = here.stream().anyMatch(known -> known.name().equals(model.name()));
            text.append(String.format(
                    Locale.ROOT,
                    "%-16s %-21s %-10s %5.2f GiB, memory %4.1f GiB, %4.1f s  %s%n",
                    model.name(),
                    model.kind().words(),
                    model.licence(),
                    model.fp32Bytes() / GIBIBYTE,
                    model.memoryBytes() / GIBIBYTE,
                    model.secondsAnImage(),
                    isHere ? "here" : model.repository()));
        }
        return text.toString();
    }
}
