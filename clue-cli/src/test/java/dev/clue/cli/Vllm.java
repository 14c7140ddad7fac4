package dev.clue.cli;

import dev.clue.cli.engine.ModelSources;
import dev.clue.cli.engine.OnnxSource;
import dev.clue.cli.engine.OpenAiSource;
import dev.clue.cli.engine.ProbeMemory;
import dev.clue.cli.engine.TextModelSources;
import dev.clue.onnx.ModelStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The vLLM of {@code servers/vllm}, which serves the bundled model: started once for the tests of this JVM. It ends with
 * the JVM, however that ends, because it waits for the end of its standard input. Without it the tests that need it fail.
 * {@code -Dclue.vllm=ADDRESS} takes one that runs already, to try tests without waiting for a start.
 */
final class Vllm {

    /** What the bundled model is called there. */
    static final String MODEL = "openai:pictogram";

    private static final Path SCRIPT =
            Path.of("..", "servers", "vllm").toAbsolutePath().normalize();
    private static final Path LOG = Path.of("target", "vllm.log").toAbsolutePath();
    private static final Path MESSAGES = Path.of("target", "vllm-start.log").toAbsolutePath();
    private static final int SECONDS_TO_STOP = 60;

    private Vllm() {}

    private static final class Running {

        static final String ADDRESS = start();
    }

    /** The base address; starts the server if no test did. */
    static String address() {
        return Running.ADDRESS;
    }

    /** The command of a user of the server, who has the bundled models too. */
    static Clue clue(Path folder) {
        return clue(folder, address());
    }

    /** The same with something before the server. */
    static Clue clue(Path folder, String address) {
        OpenAiSource servers = OpenAiSource.of(
                Map.of("OPENAI_BASE_URL", address), ModelStore.standard(), ProbeMemory.in(folder.resolve("probes")));
        return new Clue(folder)
                .models(new ModelSources(new OnnxSource(ModelStore.standard()), servers))
                .textModels(new TextModelSources(servers));
    }

    private static String start() {
        String running = System.getProperty("clue.vllm", "");
        if (!running.isEmpty()) {
            return running;
        }
        try {
            ProcessBuilder builder = new ProcessBuilder(
                            SCRIPT.toString(),
                            "run",
                            "--log",
                            LOG.toString(),
                            "--",
                            "sh",
                            "-c",
                            "echo \"$OPENAI_BASE_URL\"; exec cat")
                    .redirectError(MESSAGES.toFile());
            // Lets tests empty the caches.
            builder.environment().put("VLLM_SERVER_DEV_MODE", "1");
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process)));
            BufferedReader output = process.inputReader();
            String address = output.readLine();
            if (address == null) {
                throw new IllegalStateException(SCRIPT + " did not start vLLM: " + Files.readString(MESSAGES));
            }
            return address;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(Process process) {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
