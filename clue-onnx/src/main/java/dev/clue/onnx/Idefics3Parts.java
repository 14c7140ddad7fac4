package dev.clue.onnx;

import dev.clue.error.ModelUnfitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Everything that an Idefics3 folder holds, opened and checked against each other.
 *
 * @param contextTokens the longest prompt with its answer
 * @param ends the tokens that end an answer
 */
record Idefics3Parts(
        Idefics3Views views,
        VisionTower tower,
        TokenEmbedder embedder,
        Decoder decoder,
        TextTokenizer tokenizer,
        Idefics3Prompt prompt,
        AnswerTokens answers,
        int hidden,
        int contextTokens,
        Set<Long> ends,
        List<Graph> graphs,
        Closing closing)
        implements AutoCloseable {

    private static final Set<String> ARCHITECTURES = Set.of("idefics3", "smolvlm");
    private static final int DEFAULT_CONTEXT = 2048;

    static Idefics3Parts open(ModelFolder folder, EngineOptions options) {
        ConfigFile config = folder.config("config.json");
        String architecture = config.text("model_type").orElse("");
        if (!ARCHITECTURES.contains(architecture)) {
            throw new ModelUnfitException(config.path() + ": the architecture is \"" + architecture
                    + "\", but as a vision-language model clue runs " + ARCHITECTURES
                    + " only. Take SmolVLM or SmolVLM2, or ask this model through a server.");
        }
        Path visionFile = folder.graph(options.precision(), "vision_encoder");
        Path embedFile = folder.graph(options.precision(), "embed_tokens");
        Path decoderFile = decoderFile(folder, options);
        Path tokenizerFile = folder.file("tokenizer.json");
        Closing closing = new Closing();
        try {
            List<Graph> graphs = Graph.openAll(List.of(visionFile, embedFile, decoderFile), options);
            graphs.forEach(closing::add);
            TextTokenizer tokenizer = closing.add(TextTokenizer.open(tokenizerFile));
            return assemble(folder, config, options, tokenizer, graphs, closing);
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    private static Path decoderFile(ModelFolder folder, EngineOptions options) {
        boolean packed = options.asking() == Asking.AUTOMATIC || options.asking() == Asking.PACKED;
        Optional<Path> own = packed ? folder.optionalGraph(options.precision(), "decoder_packed") : Optional.empty();
        return own.orElseGet(() -> folder.graph(options.precision(), "decoder_model_merged"));
    }

    private static Idefics3Parts assemble(
            ModelFolder folder,
            ConfigFile config,
            EngineOptions options,
            TextTokenizer tokenizer,
            List<Graph> graphs,
            Closing closing) {
        int hidden = config.requireInt("text_config.hidden_size");
        int vocabulary = config.requireInt("text_config.vocab_size");
        int layers = config.requireInt("text_config.num_hidden_layers");
        int side = config.requireInt("vision_config.image_size");
        int patch = config.requireInt("vision_config.patch_size");
        int shuffle = config.requireInt("scale_factor");
        int imageTokens = imageTokens(config, side, patch, shuffle);
        ConfigFile preprocessor = preprocessor(folder);
        Idefics3Views views = Idefics3Views.of(preprocessor, options.imageSplitting());
        if (views.tileSide() != side) {
            throw new ModelUnfitException(preprocessor.path() + ": max_image_size.longest_edge is " + views.tileSide()
                    + " but config.json (vision_config.image_size) says " + side
                    + ". The files are not of one model: fetch the folder again.");
        }
        VisionTower tower = new VisionTower(graphs.get(0), views.normalisation(), side, imageTokens, hidden);
        requireImageTokens(folder, preprocessor, imageTokens, config.path());
        TokenEmbedder embedder = new TokenEmbedder(graphs.get(1), hidden);
        Decoder decoder = new Decoder(graphs.get(2), hidden, layers, vocabulary);
        Idefics3Prompt prompt =
                new Idefics3Prompt(tokenizer, chatTemplate(folder), imageTokens, config.requireInt("image_token_id"));
        AnswerTokens answers = AnswerTokens.of(tokenizer);
        if (answers.largest() >= vocabulary) {
            throw new ModelUnfitException(tokenizer.file() + " has tokens beyond the " + vocabulary
                    + " of config.json (vocab_size). The files are not of one model: fetch the folder again.");
        }
        return new Idefics3Parts(
                views,
                tower,
                embedder,
                decoder,
                tokenizer,
                prompt,
                answers,
                hidden,
                config.optionalInt("text_config.max_position_embeddings").orElse(DEFAULT_CONTEXT),
                ends(folder, config, tokenizer),
                graphs,
                closing);
    }

    private static int imageTokens(ConfigFile config, int side, int patch, int shuffle) {
        int grid = patch < 1 || shuffle < 1 ? 0 : side / patch;
        if (grid == 0 || grid % shuffle != 0) {
            throw new ModelUnfitException(config.path() + ": an image of " + side + " px in patches of " + patch
                    + " px cannot be shuffled by " + shuffle + " (vision_config, scale_factor): fetch the file again.");
        }
        return (grid / shuffle) * (grid / shuffle);
    }

    /** A processor's file may say how many placeholder tokens a view takes; it must be as many as config.json makes. */
    private static void requireImageTokens(ModelFolder folder, ConfigFile preprocessor, int imageTokens, Path config) {
        List<ConfigFile> files = new ArrayList<>(List.of(preprocessor));
        // Only compared, it shapes no answer: it is no part of the model's identity.
        Path processor = folder.path().resolve("processor_config.json");
        if (Files.isRegularFile(processor)) {
            files.add(ConfigFile.read(processor));
        }
        for (ConfigFile file : files) {
            OptionalInt said = file.optionalInt("image_seq_len");
            if (said.isPresent() && said.getAsInt() != imageTokens) {
                throw new ModelUnfitException(file.path() + ": \"image_seq_len\" is " + said.getAsInt() + " but "
                        + config
                        + " makes " + imageTokens + " tokens of an image ((image_size / patch_size / scale_factor)²)."
                        + " The files are not of one model: fetch the folder again.");
            }
        }
    }

    /** On its own as older folders have it, or inside the processor's file as newer ones do. */
    static ConfigFile preprocessor(ModelFolder folder) {
        Optional<ConfigFile> inside =
                folder.optionalFile("preprocessor_config.json").isPresent()
                        ? Optional.empty()
                        : folder.optionalConfig("processor_config.json").flatMap(file -> file.part("image_processor"));
        return inside.orElseGet(() -> folder.config("preprocessor_config.json"));
    }

    private static ChatTemplate chatTemplate(ModelFolder folder) {
        Optional<Path> program = folder.optionalFile("chat_template.jinja");
        if (program.isPresent()) {
            try {
                return ChatTemplate.recognise(Files.readString(program.get()), program.get());
            } catch (IOException e) {
                throw new ModelUnfitException(program.get() + " cannot be read: " + e.getMessage(), e);
            }
        }
        for (String name : List.of("chat_template.json", "processor_config.json", "tokenizer_config.json")) {
            Optional<ConfigFile> file = folder.optionalConfig(name);
            Optional<String> source = file.flatMap(config -> config.text("chat_template"));
            if (file.isPresent() && source.isPresent()) {
                return ChatTemplate.recognise(source.get(), file.get().path());
            }
        }
        throw new ModelUnfitException(folder.path()
                + " has no chat template (chat_template.json, chat_template.jinja or tokenizer_config.json)."
                + " Without it prompts would be guessed: fetch the folder again.");
    }

    private static Set<Long> ends(ModelFolder folder, ConfigFile config, TextTokenizer tokenizer) {
        Set<Long> ends = new HashSet<>();
        ends.add(tokenizer.require(ChatTemplate.END_OF_UTTERANCE));
        List<ConfigFile> files = new ArrayList<>(List.of(config));
        folder.optionalConfig("generation_config.json").ifPresent(files::add);
        for (ConfigFile file : files) {
            var node = file.find("eos_token_id");
            if (node.isInt()) {
                ends.add(node.longValue());
            }
            node.forEach(id -> ends.add(id.longValue()));
        }
        return Set.copyOf(ends);
    }

    @Override
    public void close() {
        closing.close();
    }
}
