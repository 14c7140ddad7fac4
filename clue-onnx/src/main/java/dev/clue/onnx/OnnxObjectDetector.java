package dev.clue.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.clue.error.ModelUnfitException;
import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import dev.clue.model.Detection;
import dev.clue.model.ModelIdentity;
import dev.clue.model.ObjectDetector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * OWL-ViT, OWLv2 or clue's own detector from a folder in the layout in which such models are published: one graph,
 * {@code onnx/model}, that takes the image and all queries at once. May be used by several threads at once.
 */
public final class OnnxObjectDetector implements ObjectDetector {

    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String PIXELS = "pixel_values";
    private static final String LOGITS = "logits";
    private static final String BOXES = "pred_boxes";
    private static final int QUERY_TOKENS = 16;
    static final String QUERY = "a photo of a " + Settings.OBJECT;

    private final ModelIdentity identity;
    private final OwlLayout layout;
    private final TextInput text;
    private final String template;
    private final OptionalDouble smallRegion;
    private final Tiles tiles;
    private final Graph graph;
    private final int length;
    private final Closing closing;

    private OnnxObjectDetector(
            ModelIdentity identity,
            OwlLayout layout,
            TextInput text,
            String template,
            OptionalDouble smallRegion,
            Tiles tiles,
            Graph graph,
            int length,
            Closing closing) {
        this.identity = identity;
        this.layout = layout;
        this.text = text;
        this.template = template;
        this.smallRegion = smallRegion;
        this.tiles = tiles;
        this.graph = graph;
        this.length = length;
        this.closing = closing;
    }

    /**
     * Opens the detector.
     *
     * @param name what the user calls it
     * @param folder the folder that holds {@code config.json} and {@code onnx/}
     * @throws ModelUnfitException if a file is missing, damaged, of another architecture, or contradicts another
     */
    public static OnnxObjectDetector open(String name, Path folder, EngineOptions options) {
        ModelFolder files = new ModelFolder(folder);
        ConfigFile config = files.config("config.json");
        OwlLayout layout = OwlLayout.of(config, Idefics3Parts.preprocessor(files));
        Path graphFile = files.graph(options.precision(), "model");
        Path tokenizerFile = files.file("tokenizer.json");
        Vocabulary.requireWithin(tokenizerFile, config);
        Closing closing = new Closing();
        try {
            Graph graph = closing.add(Graph.open(graphFile, options));
            graph.requireOnlyInputs(Set.of(IDS, MASK, PIXELS));
            graph.requireSize(graph.input(PIXELS), PIXELS, 3, layout.side(), "preprocessor_config.json");
            graph.output(LOGITS);
            graph.output(BOXES);
            TextTokenizer tokenizer = closing.add(TextTokenizer.open(tokenizerFile));
            OptionalLong padding = TextInput.padding(files, tokenizer, 0);
            int length =
                    config.optionalInt("text_config.max_position_embeddings").orElse(QUERY_TOKENS);
            Settings settings = Settings.of(files);
            return new OnnxObjectDetector(
                    new ModelIdentity(name, FolderDigest.of(files, "")),
                    layout,
                    new TextInput(tokenizer, length, padding),
                    settings.queryTemplate().orElse(QUERY),
                    settings.smallRegion(),
                    settings.tiles(),
                    graph,
                    length,
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
    public OptionalDouble smallRegion() {
        return smallRegion;
    }

    @Override
    public List<Detection> detect(RgbImage image, List<String> objects) {
        if (objects.isEmpty()) {
            return List.of();
        }
        List<Found> found = new ArrayList<>(find(image, objects));
        for (Box tile : tiles.of(image.bounds())) {
            List<Found> within = find(image.crop(tile), objects);
            for (int i = 0; i < objects.size(); i++) {
                Found one = within.get(i).moved(tile.left(), tile.top());
                if (one.score() > found.get(i).score() && Tiles.showsWhole(one, tile, image.bounds())) {
                    found.set(i, one);
                }
            }
        }
        List<Detection> detections = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            detections.add(new Detection(
                    objects.get(i), box(found.get(i), image), found.get(i).score()));
        }
        return detections;
    }

    List<Found> find(RgbImage image, List<String> objects) {
        int queries = objects.size();
        long[] ids = new long[queries * length];
        long[] mask = new long[queries * length];
        for (int query = 0; query < queries; query++) {
            String asked = template.replace(Settings.OBJECT, objects.get(query));
            System.arraycopy(text.ids(asked), 0, ids, query * length, length);
            java.util.Arrays.fill(mask, query * length, query * length + text.used(asked), 1);
        }
        int side = layout.side();
        Map<String, OnnxTensor> feeds = new HashMap<>();
        try {
            feeds.put(IDS, Tensors.longs(ids, queries, length));
            feeds.put(PIXELS, Tensors.floats(layout.pixels(image), graph.takesHalf(PIXELS), 1, 3, side, side));
            if (graph.takes(MASK)) {
                feeds.put(MASK, Tensors.longs(mask, queries, length));
            }
            try (OrtSession.Result result = graph.run(feeds, Set.of(LOGITS, BOXES))) {
                float[] logits = Tensors.toFloats(graph.output(result, LOGITS));
                float[] boxes = Tensors.toFloats(graph.output(result, BOXES));
                if (boxes.length == 0 || boxes.length % 4 != 0 || logits.length != boxes.length / 4 * queries) {
                    throw new ModelUnfitException(graph.file() + " gave " + logits.length + " scores and "
                            + boxes.length / 4 + " boxes for " + queries + " queries. It is not a graph of this kind"
                            + " of detector: fetch it again.");
                }
                List<Found> found = new ArrayList<>();
                for (int query = 0; query < queries; query++) {
                    found.add(best(logits, boxes, query, queries, image));
                }
                return found;
            }
        } finally {
            feeds.values().forEach(OnnxTensor::close);
        }
    }

    /** The token ids that an object becomes, for tests. */
    long[] ids(String object) {
        return text.ids(template.replace(Settings.OBJECT, object));
    }

    /** The pixel values that an image becomes, for tests. */
    float[] pixels(RgbImage image) {
        return layout.pixels(image);
    }

    private Found best(float[] logits, float[] boxes, int query, int queries, RgbImage image) {
        int best = 0;
        for (int box = 0; box < boxes.length / 4; box++) {
            float logit = logits[box * queries + query];
            if (Float.isNaN(logit)) {
                throw new ModelUnfitException(graph.file() + " gave NaN in place of a score. The file is damaged or"
                        + " its precision too low for this machine: fetch it again, or choose another precision.");
            }
            if (logit > logits[best * queries + query]) {
                best = box;
            }
        }
        double score = 1 / (1 + Math.exp(-logits[best * queries + query]));
        double centreX = boxes[4 * best];
        double centreY = boxes[4 * best + 1];
        double halfWidth = boxes[4 * best + 2] / 2;
        double halfHeight = boxes[4 * best + 3] / 2;
        int spanX = layout.spanX(image);
        int spanY = layout.spanY(image);
        return new Found(
                score,
                (centreX - halfWidth) * spanX,
                (centreY - halfHeight) * spanY,
                (centreX + halfWidth) * spanX,
                (centreY + halfHeight) * spanY);
    }

    /** The pixels that the box touches, at least one. */
    private static Box box(Found found, RgbImage image) {
        int left = Math.clamp((long) Math.floor(found.left()), 0, image.width() - 1);
        int top = Math.clamp((long) Math.floor(found.top()), 0, image.height() - 1);
        int right = Math.clamp((long) Math.ceil(found.right()), left + 1, image.width());
        int bottom = Math.clamp((long) Math.ceil(found.bottom()), top + 1, image.height());
        return new Box(left, top, right, bottom);
    }

    @Override
    public void close() {
        closing.close();
    }
}
