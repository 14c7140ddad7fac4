package dev.clue.onnx;

import dev.clue.error.ModelUnfitException;
import dev.clue.onnx.hub.HubFile;
import dev.clue.onnx.hub.HubListing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which of a repository's files clue opens: the same graphs, in the same order of precisions, as {@link ModelFolder}
 * takes from a folder, and the small files beside them.
 *
 * @param files what to fetch
 * @param graphs those of them that are graphs
 * @param notes where something else than the wanted precision was taken, one sentence each
 */
record NeededFiles(List<HubFile> files, List<HubFile> graphs, List<String> notes) {

    /** The largest that any file beside the graphs may be. */
    private static final long LARGEST_SMALL_FILE = 64L << 20;

    private static final String GRAPHS = "onnx/";

    /** Configurations, tokenizers, prompts; and what says under which terms they are given. */
    private static final Set<String> BESIDE = Set.of(
            "config.json",
            "preprocessor_config.json",
            "processor_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "chat_template.json",
            "chat_template.jinja",
            "generation_config.json",
            Settings.FILE,
            OnnxImageDomain.FILE,
            "README.md",
            "LICENSE",
            "LICENSE.md",
            "LICENSE.txt",
            "NOTICE");

    /**
     * Chooses.
     *
     * @param wanted the precision that is asked for; empty: the most exact there is
     * @throws ModelUnfitException if a graph is not there in any precision, or a small file is not small
     */
    static NeededFiles of(ModelKind kind, HubListing listing, Optional<Precision> wanted) {
        Set<HubFile> files = new LinkedHashSet<>();
        List<HubFile> graphs = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (HubFile file : listing.files()) {
            if (BESIDE.contains(file.path())) {
                files.add(small(listing, file));
            }
        }
        for (String stem : kind.graphs()) {
            HubFile graph = graph(listing, stem, wanted)
                    .orElseThrow(() -> new ModelUnfitException(listing.name() + " has no " + GRAPHS + stem
                            + ".onnx in any precision, which clue needs of a " + kind.words()
                            + ". Choose a repository with ONNX files (see docs/models.md)."));
            wanted.filter(precision -> !graph.name().equals(stem + precision.suffix() + ".onnx"))
                    .ifPresent(precision -> notes.add(listing.name() + " has no " + stem + " in " + precision.words()
                            + ": " + graph.name() + " is used"));
            graphs.add(graph);
        }
        for (String stem : kind.optionalGraphs()) {
            graph(listing, stem, wanted).ifPresent(graphs::add);
        }
        for (HubFile graph : graphs) {
            files.add(graph);
            listing.files().stream().filter(file -> isBeside(graph, file)).forEach(files::add);
        }
        return new NeededFiles(List.copyOf(files), List.copyOf(graphs), notes);
    }

    private static Optional<HubFile> graph(HubListing listing, String stem, Optional<Precision> wanted) {
        List<Precision> order = new ArrayList<>();
        wanted.ifPresent(order::add);
        order.addAll(Precision.BY_EXACTNESS);
        return order.stream()
                .flatMap(precision -> listing.file(GRAPHS + stem + precision.suffix() + ".onnx").stream())
                .findFirst();
    }

    /** {@code decoder.onnx_data}, {@code decoder.onnx_data_1} and {@code decoder.onnx.data} hold weights of {@code decoder.onnx}. */
    private static boolean isBeside(HubFile graph, HubFile file) {
        return file.path().startsWith(graph.path() + "_data") || file.path().equals(graph.path() + ".data");
    }

    private static HubFile small(HubListing listing, HubFile file) {
        if (file.bytes() > LARGEST_SMALL_FILE) {
            throw new ModelUnfitException(listing.name() + " lists " + file.path() + " with " + file.bytes()
                    + " bytes: no such file is that large. Nothing was fetched. Choose another repository.");
        }
        return file;
    }
}
