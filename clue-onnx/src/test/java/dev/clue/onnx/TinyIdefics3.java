package dev.clue.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Copies of the tiny golden model with one of its decoders in the published place. */
final class TinyIdefics3 {

    private TinyIdefics3() {}

    /** A folder with this decoder, and no other. */
    static Path folder(Path parent, String decoder) {
        Path folder = Golden.copy("idefics3", parent.resolve("tiny-" + System.nanoTime()));
        Path graphs = folder.resolve("onnx");
        Path source = Golden.path("idefics3/onnx").resolve(decoder);
        String published = decoder.contains("packed") ? "decoder_packed.onnx" : "decoder_model_merged.onnx";
        try {
            Files.delete(graphs.resolve("decoder_packed.onnx"));
            Files.delete(graphs.resolve("decoder_model_merged_fp16.onnx"));
            Files.delete(graphs.resolve("decoder_model_merged_q4.onnx"));
            Files.delete(graphs.resolve("decoder_model_merged.onnx"));
            Files.copy(source, graphs.resolve(published), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    static Idefics3Model open(Path parent, String decoder, EngineOptions options) {
        return Idefics3Model.open("tiny", folder(parent, decoder), options);
    }
}
