package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A new user's way from a policy in prose to verdicts: the commands of the README, as they stand there. */
@DisabledOnOs(OS.WINDOWS)
class FirstPolicyIT {

    private static final Path CHECKOUT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("<!-- first policy -->\\n```sh\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path root = Path.of("");

    /** What a command left behind. */
    private record Run(int status, String out) {}

    @Test
    void proseBecomesVerdicts() throws Exception {
        copy("samples/first-policy");
        copy("examples");
        clue();
        List<String> commands = commands();
        assertThat(commands).hasSize(5);

        assertThat(run(commands.get(0)).status()).isZero();
        Run compile = run(commands.get(1));
        assertThat(compile.status()).as(compile.out()).isZero();
        assertThat(compile.out()).contains("3 rules: 3 compiled");
        Run lint = run(commands.get(2));
        assertThat(lint.status()).as(lint.out()).isZero();
        assertThat(lint.out()).contains("[low-objectiveness]", "0 errors");
        Run test = run(commands.get(3));
        assertThat(test.status()).as(test.out()).isZero();
        assertThat(test.out()).contains("6 cases: 4 passed, 0 failed, 2 failed as known");
        Run judge = run(commands.get(4));
        assertThat(judge.status()).as(judge.out()).isZero();
        assertThat(judge.out()).contains("UNSAFE", "alone.png", "babies");
    }

    private static List<String> commands() throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(CHECKOUT.resolve("README.md")));
        assertThat(block.find()).as("README.md has the block \"first policy\"").isTrue();
        return block.group(1).lines().toList();
    }

    private void copy(String folder) throws IOException {
        Path target = Files.createDirectories(root.resolve(folder));
        try (Stream<Path> files = Files.list(CHECKOUT.resolve(folder))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
    }

    private void clue() throws IOException {
        Path clue = root.resolve("clue");
        Files.writeString(clue, """
                #!/bin/sh
                exec '%s' -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp '%s' dev.clue.cli.Main "$@"
                """.formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"), System.getProperty("java.class.path")));
        Files.setPosixFilePermissions(clue, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Run run(String command) throws Exception {
        Path out = root.resolve("out");
        ProcessBuilder builder = new ProcessBuilder("sh", "-e", "-c", command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CLUE_"));
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended in time").isTrue();
        return new Run(process.exitValue(), Files.readString(out));
    }
}
