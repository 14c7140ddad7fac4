package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real ./clue in a checkout whose mvnw only copies the jars that this build has just made, so that it can be seen
 * when the launcher builds and when it does not.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final Path CHECKOUT = MODULE.getParent();

    @TempDir
    Path temporary;

    private Path root;
    private Path source;

    /** What a start of the launcher left behind. */
    private record Run(int status, String out, String err) {}

    @BeforeEach
    void checkout() throws IOException {
        root = Files.createDirectories(temporary.resolve("a checkout"));
        copy(CHECKOUT.resolve("clue"), root.resolve("clue"));
        copy(CHECKOUT.resolve(".mvn/find-jdk.sh"), root.resolve(".mvn/find-jdk.sh"));
        source = write(root.resolve("clue-cli/src/main/java/Main.java"), "class Main {}");
        write(root.resolve("clue-cli/pom.xml"), "<project/>");
        write(root.resolve("pom.xml"), "<project/>");
        workingMvnw();
    }

    @AfterEach
    void unlinkTheJars() throws IOException {
        for (String name : List.of("lib", "lib.old", "lib.new")) {
            Files.deleteIfExists(root.resolve("clue-cli/target").resolve(name));
        }
    }

    @Test
    void buildsOnFirstUseAndNotOnTheSecond() throws Exception {
        Run first = clue("--version");
        assertThat(first.status()).as(first.err()).isZero();
        assertThat(first.out()).startsWith("clue ").contains("Java ");
        assertThat(first.err()).contains("building on first use");

        Run second = clue("--version");
        assertThat(second.status()).isZero();
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(second.err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws Exception {
        clue("--version");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
        Run run = clue("--version");
        assertThat(run.status()).isZero();
        assertThat(run.err()).contains("sources have changed");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void aBuildLeavesTheLibrariesOfARunningClueAlone() throws Exception {
        clue("--version");
        Path target = root.resolve("clue-cli/target");
        Files.delete(target.resolve("lib"));
        write(target.resolve("lib/used.jar"), "in use");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
        mvnw("cat clue-cli/target/lib/used.jar >seen; exit 1");
        assertThat(clue("--version").status()).isEqualTo(1);
        assertThat(root.resolve("seen")).as("while it builds").hasContent("in use");
        assertThat(target.resolve("lib/used.jar")).as("after a failed build").hasContent("in use");

        workingMvnw();
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
        assertThat(clue("--version").status()).isZero();
        assertThat(target.resolve("lib/used.jar")).doesNotExist();
        assertThat(target.resolve("lib.old/used.jar")).as("moved whole").hasContent("in use");
        Files.delete(target.resolve("lib.old/used.jar"));
    }

    @Test
    void buildsAgainWhenASourceIsGone() throws Exception {
        clue("--version");
        Files.delete(source);
        Files.setLastModifiedTime(
                source.getParent(), FileTime.from(Instant.now().plusSeconds(2)));
        clue("--version");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void passesArgumentsAndExitStatusThrough() throws Exception {
        Run run = clue("--no such 'option' $HOME *");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("--no such 'option' $HOME *");
    }

    @Test
    void worksThroughASymbolicLinkFromAnotherFolder() throws Exception {
        Path link = Files.createSymbolicLink(temporary.resolve("clue"), root.resolve("clue"));
        Run run = start(temporary, Map.of(), List.of(link.toString(), "--version"));
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("clue ");
    }

    @Test
    void aFailedBuildIsAnErrorAndTheNextStartTriesAgain() throws Exception {
        mvnw("echo 'no network' ; exit 1");
        Run run = clue("--version");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("no network").contains("the build failed");

        clue("--version");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void aLockLeftByAKilledBuildIsTakenOver() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        write(root.resolve("target/clue-build.lock/pid"), ended.pid() + "\n");
        assertThat(clue("--version").status()).isZero();
        assertThat(root.resolve("target/clue-build.lock")).doesNotExist();
    }

    @Test
    void aJavaThatIsTooOldIsNamedWithWhatToDo() throws Exception {
        Path old = temporary.resolve("jdk-17");
        Path java = write(old.resolve("bin/java"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        write(old.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.15\"\n");

        Run run = start(root, Map.of("CLUE_JAVA_HOME", old.toString()), List.of("./clue", "--version"));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(old.toString()).contains("Java 21").contains("Java 17");
        assertThat(builds()).isZero();
    }

    @Test
    void theSearchTakesTheNewestInstalledWhereNothingIsNamed() throws Exception {
        for (String version : List.of("1.8.0_402", "21.0.2", "24.0.1")) {
            Path home = temporary.resolve(".jdks/jdk-" + version);
            Path java = write(home.resolve("bin/java"), "#!/bin/sh\n");
            Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
            write(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        }
        assertThat(search("find_jdk 9000")).isEqualTo("none\n");
        assertThat(search("jdk_feature_version \"$HOME/.jdks/jdk-1.8.0_402\"; find_jdk 9000"))
                .isEqualTo("8\nnone\n");
        Path ahead = temporary.resolve(".jdks/jdk-9001");
        Path java = write(ahead.resolve("bin/java"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        write(ahead.resolve("release"), "JAVA_VERSION=\"9001\"\n");
        assertThat(search("find_jdk 22")).isEqualTo(ahead + "\n");
    }

    /** What a shell says that searches with only the system's places and the temporary folder as home. */
    private String search(String command) throws Exception {
        String script = ". '" + root.resolve(".mvn/find-jdk.sh") + "'; unset CLUE_JAVA_HOME JAVA_HOME; PATH=/nowhere; "
                + command + "; [ -n \"$found_jdk\" ] && echo \"$found_jdk\" || echo none";
        return start(root, Map.of("HOME", temporary.toString()), List.of("/bin/sh", "-c", script))
                .out();
    }

    private Run clue(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("./clue"));
        command.addAll(List.of(arguments));
        return start(root, Map.of("CLUE_JAVA_HOME", System.getProperty("java.home")), command);
    }

    private Run start(Path folder, Map<String, String> environment, List<String> command) throws Exception {
        Path out = temporary.resolve("out");
        Path err = temporary.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CLUE_") || name.startsWith("JAVA_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ended in time").isTrue();
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private int builds() throws IOException {
        Path log = root.resolve("builds");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    private void workingMvnw() throws IOException {
        mvnw(
                "mkdir -p clue-cli/target && cp '%1$s/clue.jar' clue-cli/target/ && ln -sfn '%1$s/lib' clue-cli/target/lib.new"
                        .formatted(MODULE.resolve("target")));
    }

    private void mvnw(String script) throws IOException {
        Path mvnw = write(root.resolve("mvnw"), "#!/bin/sh\necho built >> builds\n" + script + "\n");
        Files.setPosixFilePermissions(mvnw, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    @Test
    void aLocaleThatIsNotInstalledDoesNotKeepJavaFromFileNames() throws Exception {
        clue("--version");
        write(root.resolve("é.clue.yaml"), "constitution: a\n");
        Run run = start(
                root,
                Map.of("CLUE_JAVA_HOME", System.getProperty("java.home"), "LC_ALL", "xx_YY.UTF-8"),
                List.of("./clue", "lint", "--syntax", "é.clue.yaml"));
        assertThat(run.out()).contains("é.clue.yaml:1:1:");
        assertThat(run.status()).isEqualTo(3);
    }

    @Test
    void aClosedStandardInputIsAnEmptyOne() throws Exception {
        clue("--version");
        Run run = start(
                root,
                Map.of("CLUE_JAVA_HOME", System.getProperty("java.home")),
                List.of("/bin/sh", "-c", "./clue judge - -c none.clue.yaml <&-"));
        assertThat(run.err()).doesNotContain("UTF-8");
        assertThat(run.status()).isEqualTo(2);
    }
}
