package dev.clue.onnx;

import dev.clue.error.ModelException;
import dev.clue.judge.JudgeModels;
import dev.clue.model.ObjectDetector;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The models of a bundle, opened at the same time. The detector is waited for when it is first needed: a judgement that
 * looks for no object does not pay for it.
 */
public final class OnnxModels implements AutoCloseable {

    private final Idefics3Model vlm;
    private final @Nullable OnnxImageTextEncoder encoder;
    private final @Nullable LaterDetector detector;
    private final @Nullable OnnxImageDomain domain;

    private OnnxModels(
            Idefics3Model vlm,
            @Nullable OnnxImageTextEncoder encoder,
            @Nullable LaterDetector detector,
            @Nullable OnnxImageDomain domain) {
        this.vlm = vlm;
        this.encoder = encoder;
        this.detector = detector;
        this.domain = domain;
    }

    /**
     * Opens them.
     *
     * @throws dev.clue.error.ModelUnfitException if a file is missing, damaged, of another architecture, or contradicts
     *     another; one about the detector is thrown when the detector is first used
     */
    public static OnnxModels open(ModelBundle bundle, EngineOptions options) {
        String name = bundle.name();
        CompletableFuture<Idefics3Model> vlm = later(() -> Idefics3Model.open(name, bundle.vlm(), options));
        CompletableFuture<OnnxImageTextEncoder> encoder =
                laterIf(bundle.encoder(), folder -> OnnxImageTextEncoder.open(name, folder, options));
        CompletableFuture<OnnxImageDomain> domain =
                laterIf(bundle.domain(), folder -> OnnxImageDomain.open(folder, options));
        CompletableFuture<OnnxObjectDetector> detector =
                laterIf(bundle.detector(), folder -> OnnxObjectDetector.open(name, folder, options));
        try {
            return new OnnxModels(
                    await(vlm),
                    encoder == null ? null : await(encoder),
                    detector == null ? null : new LaterDetector(detector),
                    domain == null ? null : await(domain));
        } catch (RuntimeException e) {
            closeWhenOpen(vlm, Idefics3Model::close);
            closeWhenOpen(encoder, OnnxImageTextEncoder::close);
            closeWhenOpen(domain, OnnxImageDomain::close);
            closeWhenOpen(detector, ObjectDetector::close);
            throw e;
        }
    }

    /** The vision-language model. */
    public Idefics3Model vlm() {
        return vlm;
    }

    /** All of them, as the judge takes them. */
    public JudgeModels judgeModels() {
        return new JudgeModels(vlm, encoder, detector, domain);
    }

    @Override
    public void close() {
        vlm.close();
        if (encoder != null) {
            encoder.close();
        }
        if (detector != null) {
            detector.close();
        }
        if (domain != null) {
            domain.close();
        }
    }

    /** The result, or the model's own exception. */
    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ModelException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private interface Opener<T> {
        T open(Path folder);
    }

    private static <T> CompletableFuture<T> later(Supplier<T> supplier) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        future.complete(supplier.get());
                    } catch (Throwable e) {
                        future.completeExceptionally(e);
                    }
                },
                "clue-model-loading");
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    private static <T> @Nullable CompletableFuture<T> laterIf(@Nullable Path folder, Opener<T> opener) {
        return folder == null ? null : later(() -> opener.open(folder));
    }

    private interface Closer<T> {
        void close(T opened);
    }

    private static <T> void closeWhenOpen(@Nullable CompletableFuture<T> future, Closer<T> closer) {
        if (future != null) {
            future.handle((opened, failure) -> {
                        if (failure == null) {
                            closer.close(opened);
                        }
                        return "";
                    })
                    .join();
        }
    }
}
