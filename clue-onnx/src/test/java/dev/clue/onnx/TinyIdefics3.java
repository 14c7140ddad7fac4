package dev.clue.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.stream.Stream;

/** Copies of the tiny golden model with one of its decoders in the published place. */
final class TinyIdefics3 {

    private static final Set<String> KEPT = Set.of("vision_encoder.onnx", "embed_tokens.onnx");

    private TinyIdefics3() {}

    /** A folder with this decoder, and no other. */
    static Path folder(Path parent, String decoder) {
        Path folder = Golden.copy("idefics3", parent.resolve("tiny-" + System.nanoTime()));
        Path graphs = folder.resolve("onnx");
        Path source = Golden.path("idefics3/onnx").resolve(decoder);
        String published = decoder.contains("packed") ? "decoder_packed.onnx" : "decoder_model_merged.onnx";
        try {
            try (Stream<Path> files = Files.list(graphs)) {
                for (Path file : files.toList()) {
                    if (!KEPT.contains(String.valueOf(file.getFileName()))) {
                        Files.delete(file);
                    }
                }
            }
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
