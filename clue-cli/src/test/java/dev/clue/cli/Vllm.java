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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The vLLM of {@code servers/vllm}, which serves the bundled model, and a second one, which serves a small text model: each
 * is started once for the tests of this JVM that need it. They end with the JVM, however that ends, because they wait for
 * the end of their standard input. Without them the tests that need them fail. {@code -Dclue.vllm=ADDRESS} and
 * {@code -Dclue.vllm.text=ADDRESS} take ones that run already, to try tests without waiting for a start.
 */
final class Vllm {

    /** What the bundled model is called there. */
    static final String MODEL = "openai:pictogram";

    /** What the small text model is called there: SmolLM2-135M-Instruct. */
    static final String TEXT_MODEL = "openai:smollm2";

    private static final Path SCRIPT =
            Path.of("..", "servers", "vllm").toAbsolutePath().normalize();
    private static final int SECONDS_TO_STOP = 60;

    private Vllm() {}

    private static final class Running {

        static final String ADDRESS = start("vllm");
    }

    private static final class TextRunning {

        static final String ADDRESS = start("vllm.text", "--text");
    }

    /** The base address; starts the server if no test did. */
    static String address() {
        return Running.ADDRESS;
    }

    /** The base address of the server of the text model; starts it if no test did. */
    static String textAddress() {
        return TextRunning.ADDRESS;
    }

    /** The command of a user of the server, who has the bundled models too. */
    static Clue clue(Path folder) {
        return clue(folder, address());
    }

    /** The same with something before the server. */
    static Clue clue(Path folder, String address) {
        OpenAiSource servers = OpenAiSource.of(
                Map.of("OPENAI_BASE_URL", address),
                ModelStore.standard(),
                ProbeMemory.in(folder.resolve("probes")),
                warning -> {});
        return new Clue(folder)
                .models(new ModelSources(new OnnxSource(ModelStore.standard()), servers))
                .textModels(new TextModelSources(servers));
    }

    private static String start(String name, String... options) {
        String running = System.getProperty("clue." + name, "");
        if (!running.isEmpty()) {
            return running;
        }
        Path messages = Path.of("target", name + "-start.log").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString(), "run"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "--log", Path.of("target", name + ".log").toAbsolutePath().toString()));
        command.addAll(List.of("--", "sh", "-c", "echo \"$OPENAI_BASE_URL\"; exec cat"));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(messages.toFile());
            // Lets tests empty the caches.
            builder.environment().put("VLLM_SERVER_DEV_MODE", "1");
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process)));
            BufferedReader output = process.inputReader();
            String address = output.readLine();
            if (address == null) {
                throw new IllegalStateException(SCRIPT + " did not start vLLM: " + Files.readString(messages));
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
