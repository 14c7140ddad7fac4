package dev.clue.onnx;

import dev.clue.error.ModelUnfitException;
import dev.clue.image.RgbImage;
import dev.clue.model.ModelIdentity;
import dev.clue.model.MultimodalModel;
import java.nio.file.Path;
import java.util.List;

/**
 * A vision-language model of the Idefics3 architecture (SmolVLM, SmolVLM2, clue's own) from a folder in the layout in
 * which such models are published. May be used by several threads at once.
 */
public final class Idefics3Model implements MultimodalModel {

    private final Idefics3Parts parts;
    private final Questioning questioning;
    private final ModelIdentity identity;

    private Idefics3Model(Idefics3Parts parts, Questioning questioning, ModelIdentity identity) {
        this.parts = parts;
        this.questioning = questioning;
        this.identity = identity;
    }

    /**
     * Opens the model.
     *
     * @param name what the user calls it
     * @param folder the folder that holds {@code config.json} and {@code onnx/}
     * @throws ModelUnfitException if a file is missing, damaged, of another architecture, or contradicts another
     */
    public static Idefics3Model open(String name, Path folder, EngineOptions options) {
        ModelFolder files = new ModelFolder(folder);
        Idefics3Parts parts = Idefics3Parts.open(files, options);
        try {
            Questioning questioning = Questioning.of(parts, options);
            String settings = "image_splitting=" + parts.views().splitting();
            return new Idefics3Model(parts, questioning, new ModelIdentity(name, FolderDigest.of(files, settings)));
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    @Override
    public ModelIdentity identity() {
        return identity;
    }

    /** What this engine found out about the model. */
    public EngineAbilities abilities() {
        return new EngineAbilities(
                questioning.way(),
                parts.views().splitting(),
                parts.graphs().stream()
                        .map(graph -> String.valueOf(graph.file().getFileName()))
                        .toList());
    }

    @Override
    public Idefics3Look look(RgbImage image) {
        Idefics3Views.Views views = parts.views().of(image);
        List<EncodedView> encoded = views.images().stream()
                .map(view -> EncodedView.of(view, parts.tower()))
                .toList();
        return Idefics3Look.atImage(parts, questioning, image, views, encoded, encoded.size());
    }

    @Override
    public Idefics3Look lookAtNothing() {
        return Idefics3Look.atNothing(parts, questioning);
    }

    @Override
    public void close() {
        parts.close();
    }
}
