package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C while a model is fetched. */
@DisabledOnOs(OS.WINDOWS)
class PullInterruptIT {

    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    Path folder = Path.of("");

    @Test
    void saysThatWhatWasFetchedIsKept() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        HttpServer silent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        silent.createContext("/", exchange -> asked.countDown());
        silent.start();
        try {
            Path said = Files.createFile(folder.resolve("said"));
            ProcessBuilder pull = new ProcessBuilder(
                            ClueProcess.command(Main.class, List.of(), "models", "pull", "hf:maker/model"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(said.toFile());
            pull.environment().keySet().removeIf(name -> name.startsWith("HF_") || name.startsWith("CLUE_"));
            pull.environment()
                    .put(
                            "HF_ENDPOINT",
                            "http://127.0.0.1:" + silent.getAddress().getPort());
            pull.environment().put("HF_HOME", folder.resolve("hub").toString());
            pull.environment().put("CLUE_CACHE", folder.resolve("cache").toString());
            Process process = pull.start();
            assertThat(asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ExitStatus.INTERRUPTED.code());
            assertThat(Files.readString(said)).contains("interrupted: what was fetched is kept");
        } finally {
            silent.stop(0);
        }
    }
}
