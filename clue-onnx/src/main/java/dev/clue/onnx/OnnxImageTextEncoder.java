package dev.clue.onnx;

import dev.clue.error.ModelUnfitException;
import dev.clue.image.RgbImage;
import dev.clue.model.ImageTextEncoder;
import dev.clue.model.ModelIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * CLIP, SigLIP or clue's own encoder from a folder in the layout in which such models are published: two graphs,
 * {@code onnx/vision_model} and {@code onnx/text_model}. May be used by several threads at once.
 */
public final class OnnxImageTextEncoder implements ImageTextEncoder {

    private static final int CLIP_TOKENS = 77;
    private static final int SIGLIP_TOKENS = 64;
    private static final long SIGLIP_PADDING = 1;

    /** What the paper used with CLIP ViT-B/16, section 4.1, and with SigLIP. */
    static final double CLIP_THRESHOLD = 0.22;

    static final double SIGLIP_THRESHOLD = 0;

    private final ModelIdentity identity;
    private final ImageViews views;
    private final Normalisation normalisation;
    private final TextInput text;
    private final EmbeddingTower imageTower;
    private final EmbeddingTower textTower;
    private final OptionalDouble threshold;
    private final Closing closing;

    private OnnxImageTextEncoder(
            ModelIdentity identity,
            ImageViews views,
            Normalisation normalisation,
            TextInput text,
            EmbeddingTower imageTower,
            EmbeddingTower textTower,
            OptionalDouble threshold,
            Closing closing) {
        this.identity = identity;
        this.views = views;
        this.normalisation = normalisation;
        this.text = text;
        this.imageTower = imageTower;
        this.textTower = textTower;
        this.threshold = threshold;
        this.closing = closing;
    }

    /**
     * Opens the encoder.
     *
     * @param name what the user calls it
     * @param folder the folder that holds {@code config.json} and {@code onnx/}
     * @throws ModelUnfitException if a file is missing, damaged, of another architecture, or contradicts another
     */
    public static OnnxImageTextEncoder open(String name, Path folder, EngineOptions options) {
        ModelFolder files = new ModelFolder(folder);
        ConfigFile config = files.config("config.json");
        String architecture = config.text("model_type").orElse("");
        boolean clip = architecture.equals("clip");
        if (!clip && !architecture.equals("siglip")) {
            throw new ModelUnfitException(config.path() + ": the architecture is \"" + architecture
                    + "\", but as an image-text encoder clue runs clip and siglip only.");
        }
        ConfigFile preprocessor = Idefics3Parts.preprocessor(files);
        Path visionFile = files.graph(options.precision(), "vision_model");
        Path textFile = files.graph(options.precision(), "text_model");
        Path tokenizerFile = files.file("tokenizer.json");
        Vocabulary.requireWithin(tokenizerFile, config);
        Closing closing = new Closing();
        try {
            List<Graph> graphs = Graph.openAll(List.of(visionFile, textFile), options);
            graphs.forEach(closing::add);
            TextTokenizer tokenizer = closing.add(TextTokenizer.open(tokenizerFile));
            ImageViews views = clip ? ImageViews.cropped(preprocessor) : ImageViews.squashed(preprocessor);
            Settings settings = Settings.of(files);
            int length = config.optionalInt("text_config.max_position_embeddings")
                    .orElse(clip ? CLIP_TOKENS : SIGLIP_TOKENS);
            return new OnnxImageTextEncoder(
                    new ModelIdentity(name, FolderDigest.of(files, "")),
                    views,
                    clip
                            ? Normalisation.of(preprocessor, Normalisation.CLIP_MEAN, Normalisation.CLIP_DEVIATION)
                            : Normalisation.of(preprocessor, Normalisation.HALF, Normalisation.HALF),
                    new TextInput(
                            tokenizer,
                            length,
                            clip ? OptionalLong.empty() : TextInput.padding(files, tokenizer, SIGLIP_PADDING)),
                    EmbeddingTower.images(graphs.get(0), views.side()),
                    EmbeddingTower.texts(graphs.get(1)),
                    settings.relevanceThreshold().isPresent()
                            ? settings.relevanceThreshold()
                            : OptionalDouble.of(clip ? CLIP_THRESHOLD : SIGLIP_THRESHOLD),
                    closing);
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    @Override
    public ModelIdentity identity() {
        return identity;
    }

    @Override
    public List<float[]> embedImage(RgbImage image) {
        return views.of(image).stream()
                .map(view -> imageTower.embedPixels(normalisation.apply(view), views.side()))
                .toList();
    }

    @Override
    public List<float[]> embedTexts(List<String> texts) {
        return texts.stream().map(each -> textTower.embedIds(text.ids(each))).toList();
    }

    @Override
    public boolean fits(String each) {
        return text.fits(each);
    }

    @Override
    public OptionalDouble relevanceThreshold() {
        return threshold;
    }

    /** The token ids that a text becomes, for tests. */
    long[] ids(String each) {
        return text.ids(each);
    }

    /** The pixel values of the first view, for tests. */
    float[] pixels(RgbImage image) {
        return normalisation.apply(views.of(image).getFirst());
    }

    @Override
    public void close() {
        closing.close();
    }
}
