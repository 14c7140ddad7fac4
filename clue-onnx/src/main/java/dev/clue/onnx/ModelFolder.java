package dev.clue.onnx;

import dev.clue.error.ModelUnfitException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One model in the layout in which it is published: JSON files on top, graphs under {@code onnx/}. Keeps track of the
 * files that were used, because together they are the model's identity.
 */
final class ModelFolder {

    private static final String GRAPHS = "onnx";

    /** A larger graph is not searched for the names of its weight files: all that lie beside it count. */
    private static final long LARGEST_SCAN = 64L << 20;

    private final Path path;
    private final Set<Path> used = new LinkedHashSet<>();

    ModelFolder(Path path) {
        if (!Files.isDirectory(path)) {
            throw new ModelUnfitException(
                    "there is no model folder " + path + ". Give the folder that holds config.json and onnx/.");
        }
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** The JSON file of this name, which must be there. */
    ConfigFile config(String name) {
        return optionalConfig(name)
                .orElseThrow(() -> new ModelUnfitException(path.resolve(name)
                        + " is missing. A model folder in the published layout has it beside onnx/: fetch it again."));
    }

    Optional<ConfigFile> optionalConfig(String name) {
        return optionalFile(name).map(ConfigFile::read);
    }

    /** A file of any kind, which must be there. */
    Path file(String name) {
        return optionalFile(name)
                .orElseThrow(() -> new ModelUnfitException(path.resolve(name)
                        + " is missing. A model folder in the published layout has it: fetch it again."));
    }

    Optional<Path> optionalFile(String name) {
        Path file = path.resolve(name);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        synchronized (used) {
            used.add(file);
        }
        return Optional.of(file);
    }

    /**
     * The graph of this stem in the wanted precision; where the folder lacks it, or none is wanted, the most exact
     * one there is.
     *
     * @param stems names that published folders give this graph, such as {@code vision_model}
     */
    Path graph(Optional<Precision> wanted, String... stems) {
        return optionalGraph(wanted, stems)
                .orElseThrow(() -> new ModelUnfitException(path.resolve(GRAPHS).resolve(stems[0] + ".onnx")
                        + " is missing, and so is every other precision of it. Found: " + graphs()
                        + ". Fetch the folder's onnx/ files again."));
    }

    Optional<Path> optionalGraph(Optional<Precision> wanted, String... stems) {
        List<Precision> order = new ArrayList<>();
        wanted.ifPresent(order::add);
        order.addAll(Precision.BY_EXACTNESS);
        for (Precision precision : order) {
            for (String stem : stems) {
                Optional<Path> file = optionalFile(GRAPHS + "/" + stem + precision.suffix() + ".onnx");
                if (file.isPresent()) {
                    return file;
                }
            }
        }
        return Optional.empty();
    }

    /** Every file that shapes the model's answers, the weights that graphs keep in files beside them included. */
    List<Path> used() {
        List<Path> files = new ArrayList<>();
        synchronized (used) {
            files.addAll(used);
        }
        for (Path graph : List.copyOf(files)) {
            if (graph.toString().endsWith(".onnx")) {
                files.addAll(weightsBeside(graph));
            }
        }
        return files.stream().distinct().sorted().toList();
    }

    /**
     * Files beside a graph that hold its weights. A graph names them inside; several graphs may share one, so their own
     * names say nothing.
     */
    private static List<Path> weightsBeside(Path graph) {
        try (Stream<Path> siblings = Files.list(graph.toAbsolutePath().getParent())) {
            List<Path> others = siblings.filter(Files::isRegularFile)
                    .filter(sibling -> !sibling.toString().endsWith(".onnx"))
                    .map(sibling -> graph.resolveSibling(sibling.getFileName()))
                    .toList();
            if (others.isEmpty() || Files.size(graph) > LARGEST_SCAN) {
                return others;
            }
            String content = Files.readString(graph, StandardCharsets.ISO_8859_1);
            return others.stream()
                    .filter(sibling -> content.contains(String.valueOf(sibling.getFileName())))
                    .toList();
        } catch (IOException e) {
            throw new ModelUnfitException(graph.getParent() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private List<String> graphs() {
        Path folder = path.resolve(GRAPHS);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
