package dev.clue.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.clue.error.ModelException;
import dev.clue.error.ModelUnavailableException;
import dev.clue.error.ModelUnfitException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX file opened for running. May be run by several threads at once. What the runtime complains about comes out
 * as a {@link ModelException} that names the file.
 */
final class Graph implements Closing.Closeable {

    private final Path file;
    private final OrtSession session;
    private final Map<String, NodeInfo> inputs;
    private final Map<String, NodeInfo> outputs;

    private Graph(Path file, OrtSession session) throws OrtException {
        this.file = file;
        this.session = session;
        this.inputs = session.getInputInfo();
        this.outputs = session.getOutputInfo();
    }

    static OrtEnvironment environment() {
        return Environment.INSTANCE;
    }

    /** @throws ModelUnfitException if the file is truncated or no graph that the runtime can run */
    static Graph open(Path file, EngineOptions options) {
        OrtSession session = null;
        try (OrtSession.SessionOptions settings = new OrtSession.SessionOptions()) {
            settings.setIntraOpNumThreads(options.threads());
            settings.setInterOpNumThreads(1);
            settings.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            // Prompts differ in length from run to run: a memory pattern a length would be kept for ever.
            settings.setMemoryPatternOptimization(false);
            settings.addConfigEntry("session.set_denormal_as_zero", "1");
            // Several graphs share the processors: a pool that spins while it waits takes them from the next graph.
            settings.addConfigEntry("session.intra_op.allow_spinning", "0");
            session = environment().createSession(file.toString(), settings);
            return new Graph(file, session);
        } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
            throw NativeRuntime.notLoaded(e);
        } catch (OrtException e) {
            close(session);
            if (outOfMemory(e)) {
                throw new ModelUnavailableException("not enough memory to load " + file, e);
            }
            Optional<String> weights = ExternalData.problem(file);
            if (weights.isPresent()) {
                throw new ModelUnfitException(weights.get() + ". Fetch it again.", e);
            }
            throw new ModelUnfitException(
                    file + " cannot be loaded: it is damaged, incomplete or needs operators that ONNX Runtime lacks ("
                            + oneLine(e) + "). Fetch it again, or choose another precision.",
                    e);
        }
    }

    /**
     * Opens several files at once.
     *
     * @throws ModelException the first that was thrown; nothing stays open then
     */
    static List<Graph> openAll(List<Path> files, EngineOptions options) {
        List<CompletableFuture<Graph>> opening = files.stream()
                .map(file -> CompletableFuture.supplyAsync(() -> open(file, options)))
                .toList();
        List<Graph> graphs = new ArrayList<>();
        RuntimeException failure = null;
        for (CompletableFuture<Graph> future : opening) {
            try {
                graphs.add(future.join());
            } catch (CompletionException e) {
                RuntimeException cause = e.getCause() instanceof ModelException known ? known : e;
                failure = failure == null ? cause : failure;
            }
        }
        if (failure != null) {
            graphs.forEach(Graph::close);
            throw failure;
        }
        return graphs;
    }

    Path file() {
        return file;
    }

    boolean takes(String input) {
        return inputs.containsKey(input);
    }

    boolean gives(String output) {
        return outputs.containsKey(output);
    }

    Set<String> inputNames() {
        return inputs.keySet();
    }

    /** @throws ModelUnfitException if the graph has no such input */
    TensorInfo input(String name) {
        return tensor(inputs.get(name), "input", name, inputs.keySet());
    }

    /** @throws ModelUnfitException if the graph has no such output */
    TensorInfo output(String name) {
        return tensor(outputs.get(name), "output", name, outputs.keySet());
    }

    /** Whether an input is to be fed half-precision numbers. */
    boolean takesHalf(String input) {
        return input(input).type == OnnxJavaType.FLOAT16;
    }

    /** Refuses a graph with inputs that nobody here knows how to feed. */
    void requireOnlyInputs(Set<String> known) {
        for (String name : inputs.keySet()) {
            if (!known.contains(name)) {
                throw new ModelUnfitException(file + " wants an input \"" + name + "\" that this layout does not have ("
                        + "known: " + known + "). It is a graph of another kind of model.");
            }
        }
    }

    /** Refuses a graph whose fixed size differs; a size that the graph leaves open is fine. */
    void requireSize(TensorInfo info, String tensor, int axis, long size, String because) {
        long[] shape = info.getShape();
        if (shape.length <= axis) {
            throw new ModelUnfitException(file + ": \"" + tensor + "\" has " + shape.length + " dimensions, at least "
                    + (axis + 1) + " were expected. The graph is of another kind of model.");
        }
        if (shape[axis] >= 0 && shape[axis] != size) {
            throw new ModelUnfitException(file + ": \"" + tensor + "\" has size " + shape[axis] + " on axis " + axis
                    + " but " + because + " says " + size + ". The files are not of one model: fetch them again.");
        }
    }

    /** Runs the graph for some of its outputs; the result is closed by the caller. */
    OrtSession.Result run(Map<String, OnnxTensor> feeds, Set<String> wanted) {
        long start = System.nanoTime();
        try {
            return session.run(feeds, wanted);
        } catch (OrtException e) {
            if (outOfMemory(e)) {
                throw new ModelUnavailableException(
                        "not enough memory to run " + file + ". Judge fewer images at once, or take a smaller model.",
                        e);
            }
            throw new ModelUnfitException(file + " failed to run: " + oneLine(e), e);
        } finally {
            GraphTime.add(System.nanoTime() - start);
        }
    }

    /** An output of a run. */
    OnnxTensor output(OrtSession.Result result, String name) {
        Object value = result.get(name).orElse(null);
        if (value instanceof OnnxTensor tensor) {
            return tensor;
        }
        throw new ModelUnfitException(file + " gave no tensor \"" + name + "\"");
    }

    @Override
    public void close() {
        close(session);
    }

    private TensorInfo tensor(@Nullable NodeInfo node, String kind, String name, Set<String> there) {
        if (node == null || !(node.getInfo() instanceof TensorInfo info)) {
            throw new ModelUnfitException(file + " has no " + kind + " \"" + name + "\" (it has " + there
                    + "). It is a graph of another model, or of an older export: fetch it again.");
        }
        return info;
    }

    private static void close(@Nullable OrtSession session) {
        if (session != null) {
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException("closing a session failed", e);
            }
        }
    }

    private static String oneLine(OrtException e) {
        return String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
    }

    private static boolean outOfMemory(OrtException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("failed to allocate memory") || message.contains("bad_alloc");
    }

    private static final class Environment {
        private static final OrtEnvironment INSTANCE = open();

        private static OrtEnvironment open() {
            NativeRuntime.prepare();
            return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "clue");
        }
    }
}
