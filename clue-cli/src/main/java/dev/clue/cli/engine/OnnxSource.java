package dev.clue.cli.engine;

import dev.clue.judge.JudgeModels;
import dev.clue.onnx.EngineOptions;
import dev.clue.onnx.GraphTime;
import dev.clue.onnx.ModelBundle;
import dev.clue.onnx.ModelStore;
import dev.clue.onnx.OnnxModels;
import dev.clue.onnx.Precision;
import dev.clue.onnx.PublishedModel;
import dev.clue.onnx.hub.PullListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Models on the embedded engine.
 *
 * @param store where they are
 */
public record OnnxSource(ModelStore store) implements ModelSource {

    @Override
    public OpenModels open(String name, int threads) {
        EngineOptions defaults = EngineOptions.defaults();
        EngineOptions options = defaults.withThreads(Math.max(1, defaults.threads() / threads));
        ModelBundle bundle = store.find(name);
        return new OpenOnnxModels(OnnxModels.open(bundle, options), bundle.omissions());
    }

    @Override
    public List<KnownModel> list() {
        return store.list().stream()
                .map(known -> new KnownModel(known.name(), known.folder(), known.bytes(), known.description()))
                .toList();
    }

    @Override
    public List<String> verify(String name) {
        return store.verify(name);
    }

    @Override
    public boolean hasManifest(String name) {
        return store.hasManifest(name);
    }

    @Override
    public Optional<Path> vocabulary(String name) {
        return store.vocabulary(name);
    }

    @Override
    public List<PublishedModel> published() {
        return PublishedModel.ALL;
    }

    @Override
    public ModelStore.Pulled pull(String name, Optional<Precision> precision, PullListener listener) {
        return store.pull(name, precision, listener);
    }

    @Override
    public List<String> damages() {
        return store.damages();
    }

    @Override
    public ModelStore.Removed remove(String name) {
        return store.remove(name);
    }

    private record OpenOnnxModels(OnnxModels opened, List<String> omissions) implements OpenModels {

        @Override
        public JudgeModels models() {
            return opened.judgeModels();
        }

        @Override
        public Optional<Duration> graphTime() {
            return Optional.of(GraphTime.total());
        }

        @Override
        public void close() {
            opened.close();
        }
    }
}
