package dev.clue.onnx;

import java.util.List;

/**
 * What the engine found a vision-language model able to do.
 *
 * @param asking how several questions are put to it
 * @param imageSplitting whether it also sees the image in tiles
 * @param graphs the files in use: vision encoder, embedding, decoder
 */
public record EngineAbilities(Asking asking, boolean imageSplitting, List<String> graphs) {

    /** Copies the list. */
    public EngineAbilities {
        graphs = List.copyOf(graphs);
    }
}
