package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * examples/java is a project of its own: it is built from a repository that holds clue's artefacts as this build made
 * them and nothing else; other libraries come from the repository that this build uses. Then it is run.
 */
@DisabledOnOs(OS.WINDOWS)
class JavaExampleIT {

    private static final String VERSION = "0.1.0-SNAPSHOT";
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path folder = Path.of("");

    @Test
    void itBuildsAgainstTheBillOfMaterialsAndRuns() throws Exception {
        Path repository = folder.resolve("repository");
        install(repository, "clue-parent", ROOT.resolve("pom.xml"), "pom");
        install(repository, "clue-bom", ROOT.resolve("clue-bom").resolve("pom.xml"), "pom");
        for (String module : List.of("clue-core", "clue-onnx", "clue-models")) {
            Path home = ROOT.resolve(module);
            install(repository, module, home.resolve("pom.xml"), "pom");
            install(repository, module, home.resolve("target").resolve(module + "-" + VERSION + ".jar"), "jar");
        }
        Path project = folder.resolve("project");
        copy(ROOT.resolve("examples").resolve("java"), project);
        Path classPath = folder.resolve("class-path.txt");
        String built = run(
                ROOT.resolve("mvnw").toString(),
                "--batch-mode",
                "--quiet",
                "-f",
                project.resolve("pom.xml").toString(),
                "-Dmaven.repo.local=" + repository,
                "-Dmaven.repo.local.tail=" + System.getProperty("clue.repository"),
                "-Dmaven.repo.local.tail.ignoreAvailability=true",
                "-Dmdep.outputFile=" + classPath,
                "compile",
                "dependency:build-classpath");
        assertThat(project.resolve("target/classes/com/example/JudgeOneImage.class"))
                .as(built)
                .exists();

        Clue clue = new Clue(folder).image("images/a.png", PaintedModels.RED);
        String judged = run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                project.resolve("target/classes")
                        + File.pathSeparator
                        + Files.readString(classPath).strip(),
                "com.example.JudgeOneImage",
                clue.path("images/a.png"),
                ROOT.resolve("examples/playground.clue.yaml").toString(),
                ROOT.resolve("clue-onnx/src/test/resources/goldens/idefics3").toString());
        assertThat(judged).containsPattern("(SAFE|UNSAFE|UNDECIDED) .*a\\.png");
    }

    private static void install(Path repository, String artifact, Path file, String type) throws IOException {
        Path place = repository.resolve("dev/clue").resolve(artifact).resolve(VERSION);
        Files.createDirectories(place);
        Files.copy(file, place.resolve(artifact + "-" + VERSION + "." + type));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(path -> !path.startsWith(from.resolve("target")))
                    .toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
