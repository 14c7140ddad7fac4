package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.clue.cli.Clue.Result;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.VerdictJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that can be wrong with what a user gives: one clear message, the right exit code, nothing lost. */
class BadInputTest {

    @TempDir
    Path folder = Path.of("");

    private Clue clue = new Clue(folder);

    @BeforeEach
    void anImageAndAConstitution() {
        clue = new Clue(folder).constitution().image("a.png", PaintedModels.GREEN);
    }

    @Test
    void missingPath() {
        requireUsageError(clue.run("judge", clue.path("nowhere.png")), "nowhere.png: no such file or folder");
    }

    @Test
    void missingPathInAListIsAnItemError() {
        clue.input(clue.path("nowhere.png") + "\n" + clue.path("a.png"));
        List<ImageVerdict> verdicts =
                verdicts(clue.run("judge", "-", "-f", "jsonl", "-c", clue.path("playground.clue.yaml")));
        assertThat(verdicts).hasSize(2);
        requireItemError(verdicts.getFirst(), "unreadable");
        assertThat(verdicts.getLast().outcome()).isEqualTo(ImageVerdict.Outcome.SAFE);
    }

    @Test
    void unreadableFile() throws IOException {
        Path secret = folder.resolve("secret.png");
        Files.copy(folder.resolve("a.png"), secret);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(secret)).as("root reads everything").isFalse();
        Result result = clue.run("judge", folder.toString(), "-f", "jsonl");
        assertThat(result.status()).isEqualTo(ExitStatus.ITEM_ERRORS.code());
        requireItemError(verdicts(result).getLast(), "unreadable");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void fileThatFailsWhenItIsRead() {
        Result result = clue.run(
                "judge", "/proc/self/mem", clue.path("a.png"), "-f", "jsonl", "-c", clue.path("playground.clue.yaml"));
        assertThat(result.status()).isEqualTo(ExitStatus.ITEM_ERRORS.code());
        requireItemError(verdicts(result).getFirst(), "unreadable");
        assertThat(verdicts(result).getLast().outcome()).isEqualTo(ImageVerdict.Outcome.SAFE);
    }

    @Test
    void imageAboveALimitThatWasSet() {
        clue.image("wide.png", PaintedModels.GREEN, 200, 10);
        Result result = clue.run("judge", folder.toString(), "-f", "jsonl", "--max-side", "100");
        assertThat(result.status()).isEqualTo(ExitStatus.ITEM_ERRORS.code());
        assertThat(verdicts(result).getFirst().outcome()).isEqualTo(ImageVerdict.Outcome.SAFE);
        requireItemError(verdicts(result).getLast(), "too_large");
        assertThat(result.out()).contains("it is 200 x 10 pixels, and the limit of a side is 100");
    }

    @Test
    void limitOutOfRange() {
        requireUsageError(
                clue.run("judge", folder.toString(), "--max-frames", "0"), "an image limit must be at least 1");
    }

    @Test
    void folderWithoutImages() throws IOException {
        Files.delete(folder.resolve("a.png"));
        clue.image(".hidden.png", PaintedModels.GREEN).file("notes.txt", "no image");
        requireUsageError(clue.run("judge", folder.toString()), "no images in " + folder + " (2 other files)");
    }

    @Test
    void emptyListOnStandardInput() {
        requireUsageError(clue.run("judge", "-", "-c", clue.path("playground.clue.yaml")), "no images in -");
    }

    @Test
    void patternThatMatchesNothing() {
        requireUsageError(clue.run("judge", clue.path("*.jpg")), "no file matches");
    }

    @Test
    void textThatCallsItselfAnImage() {
        clue.file("text.png", "this is no image");
        Result result = clue.run("judge", folder.toString(), "-f", "jsonl");
        assertThat(result.status()).isEqualTo(ExitStatus.ITEM_ERRORS.code());
        requireItemError(verdicts(result).getLast(), "not_an_image");
        assertThat(result.err()).contains("2 images: 1 safe, 0 unsafe, 1 undecided (1 error)");
    }

    @Test
    void symbolicLinkThatLeadsBack() throws IOException {
        clue.image("sub/b.png", PaintedModels.GREEN);
        Files.createSymbolicLink(folder.resolve("sub/loop"), folder);
        Result result = clue.run("judge", folder.toString(), "-f", "jsonl");
        assertThat(result.status()).isZero();
        assertThat(result.err()).contains("sub/loop: this symbolic link leads back");
        assertThat(verdicts(result)).hasSize(2);
    }

    @Test
    void unwritableOutput() {
        requireUsageError(
                clue.run("judge", folder.toString(), "-o", clue.path("no/such/folder/out.jsonl")), "no such folder");
        requireUsageError(
                clue.run("judge", folder.toString(), "-o", clue.path("no/such/folder/out.html")), "no such folder");
        requireUsageError(clue.run("judge", folder.toString(), "-f", "jsonl", "-o", folder.toString()), "opened");
        requireUsageError(clue.run("judge", folder.toString(), "-f", "html", "-o", folder.toString()), "a folder");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void diskFull() {
        for (String format : List.of("text", "json", "jsonl", "html")) {
            Result result = clue.run("judge", folder.toString(), "-f", format, "-o", "/dev/full");
            assertThat(result.status()).isEqualTo(ExitStatus.INTERNAL.code());
            assertThat(result.err()).contains("/dev/full cannot be written").doesNotContain("\tat ");
        }
    }

    @Test
    void readerOfStandardOutputThatIsGone() {
        clue.out(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        });
        Result result = clue.run("judge", folder.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.READER_GONE.code());
        assertThat(result.err()).isEmpty();
    }

    @Test
    void outputThatExists() throws IOException {
        clue.file("out.jsonl", "precious\n").file("out.html", "precious\n");
        for (String output : List.of("out.jsonl", "out.html")) {
            requireUsageError(clue.run("judge", folder.toString(), "-o", clue.path(output)), "--overwrite");
            assertThat(Files.readString(folder.resolve(output))).isEqualTo("precious\n");
            assertThat(clue.run("judge", folder.toString(), "-o", clue.path(output), "--overwrite")
                            .status())
                    .isZero();
            assertThat(Files.readString(folder.resolve(output)))
                    .contains("a.png")
                    .doesNotContain("precious");
        }
    }

    @Test
    void outputThatAnotherRunIsWriting() throws IOException {
        Path output = folder.resolve("out.jsonl");
        try (FileChannel other = FileChannel.open(output, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = other.lock()) {
            assertThat(lock.isValid()).isTrue();
            requireUsageError(
                    clue.run("judge", folder.toString(), "-o", output.toString(), "--resume"),
                    "another run is writing");
        }
    }

    @Test
    void outputThatIsAnInput() throws IOException {
        byte[] before = Files.readAllBytes(folder.resolve("a.png"));
        requireUsageError(
                clue.run("judge", folder.toString(), "-f", "jsonl", "--overwrite", "-o", clue.path("a.png")),
                "is read by this run");
        requireUsageError(
                clue.run(
                        "judge",
                        folder.toString(),
                        "-f",
                        "json",
                        "--overwrite",
                        "-o",
                        clue.path("playground.clue.yaml")),
                "is read by this run");
        assertThat(Files.readAllBytes(folder.resolve("a.png"))).isEqualTo(before);
    }

    @Test
    void outputNamedTwice() {
        requireUsageError(
                clue.run("judge", folder.toString(), "-o", clue.path("1.json"), "-o", clue.path("2.json")),
                "should be specified only once");
    }

    @Test
    void unknownModel() {
        requireUsageError(clue.run("judge", folder.toString(), "-m", "no-such-model"), "no model no-such-model");
    }

    @Test
    void damagedModel() {
        Result result = clue.run("judge", folder.toString(), "-m", "broken", "-o", clue.path("out.jsonl"));
        assertThat(result.status()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(result.err()).contains("broken/decoder.onnx");
        assertThat(folder.resolve("out.jsonl")).doesNotExist();
    }

    @Test
    void serverThatCannotBeReached() {
        Result result = clue.run("judge", folder.toString(), "-m", "unreachable");
        assertThat(result.err()).contains("refused the connection");
        assertThat(result.status()).isEqualTo(ExitStatus.MODEL.code());
    }

    @Test
    void noConstitution() throws IOException {
        Files.delete(folder.resolve("playground.clue.yaml"));
        requireUsageError(clue.run("judge", folder.toString()), "no constitution");
        requireUsageError(clue.run("judge", folder.toString(), "-c", clue.path("none.clue.yaml")), "none.clue.yaml");
    }

    @Test
    void severalConstitutions() {
        clue.file("other.clue.yaml", Clue.CONSTITUTION);
        requireUsageError(
                clue.run("judge", folder.toString()),
                clue.path("other.clue.yaml") + ", " + clue.path("playground.clue.yaml"));
    }

    @Test
    void constitutionWithAnUnknownKey() {
        clue.file(
                "playground.clue.yaml",
                Clue.CONSTITUTION.replace("maps_to", "maps").replace("version:", "verison:"));
        Result judged = clue.run("judge", folder.toString());
        assertThat(judged.status()).isEqualTo(ExitStatus.CONSTITUTION.code());
        assertThat(judged.err()).contains("playground.clue.yaml:2:1:").contains("verison");
        Result linted = clue.run("lint", "--syntax", clue.path("playground.clue.yaml"));
        assertThat(linted.status()).isEqualTo(ExitStatus.CONSTITUTION.code());
        assertThat(linted.out()).contains("playground.clue.yaml:2:1:").contains("verison");
    }

    @Test
    void lintFindsNothingInAGoodConstitution() {
        Result result = clue.run("lint", "--syntax", clue.path("playground.clue.yaml"));
        assertThat(result.status()).isZero();
        assertThat(result.out()).isEmpty();
        requireUsageError(clue.run("lint", "--syntax", clue.path("none.clue.yaml")), "no such file");
    }

    @Test
    void ruleWithoutPreconditionsAndWithoutLock() {
        clue.file("playground.clue.yaml", """
                constitution: playground
                version: 1
                rules:
                  - id: no-weapons
                    rule: No weapons.
                """);
        Result result = clue.run("judge", folder.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.CONSTITUTION.code());
        assertThat(result.err()).contains("no-weapons").contains("write its preconditions by hand");
    }

    @Test
    void imageOfOnePixel() {
        assertThat(clue.image("a.png", PaintedModels.RED, 1, 1)
                        .run("judge", folder.toString())
                        .out())
                .startsWith("UNSAFE");
    }

    @Test
    void veryWideImage() {
        assertThat(clue.image("a.png", PaintedModels.RED, 20_000, 10)
                        .run("judge", folder.toString(), "-o", clue.path("out.html"))
                        .status())
                .isZero();
        assertThat(folder.resolve("out.html")).content().contains("width=\"640\" height=\"1\"");
    }

    @Test
    void modelThatReturnsNoNumbers() {
        requireUndecided(PaintedModels.WHITE, "model_unfit");
    }

    @Test
    void modelThatFails() {
        requireUndecided(PaintedModels.BLACK, "model_unfit");
    }

    @Test
    void modelThatDoesNotRate() {
        requireUndecided(PaintedModels.YELLOW, "no_rating");
    }

    @Test
    void modelThatAnswersNeitherYesNorNoMustReason() {
        clue.image("a.png", PaintedModels.GREY);
        Result result = clue.run("judge", folder.toString(), "--explain");
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("answer mass 0.002 is below 0.05").contains("decided by reasoning");
    }

    @Test
    void numbersOutOfRange() {
        requireUsageError(clue.run("judge", folder.toString(), "--threads", "0"), "--threads");
        requireUsageError(clue.run("judge", folder.toString(), "--threads", "100000"), "--threads: must be 1 to 1024");
        requireUsageError(clue.run("judge", folder.toString(), "--limit", "0"), "--limit");
        requireUsageError(clue.run("judge", folder.toString(), "--max-errors", "-1"), "--max-errors");
        requireUsageError(clue.run("judge", folder.toString(), "--beta", "7"), "beta");
        requireUsageError(clue.run("judge", folder.toString(), "--threads", "many"), "--threads");
    }

    @Test
    void optionsThatDoNotGoTogether() {
        requireUsageError(clue.run("judge", folder.toString(), "--resume"), "--output FILE.jsonl");
        requireUsageError(
                clue.run("judge", folder.toString(), "--resume", "-o", clue.path("out.html")), "--output FILE.jsonl");
        requireUsageError(
                clue.run("judge", folder.toString(), "--resume", "--only", "unsafe", "-o", clue.path("o.jsonl")),
                "--only");
        requireUsageError(
                clue.run("judge", folder.toString(), "--resume", "--overwrite", "-o", clue.path("o.jsonl")),
                "--overwrite");
        requireUsageError(clue.run("judge", folder.toString(), "--explain", "-f", "json"), "--explain");
    }

    @Test
    void aFileNameCannotControlTheTerminal() {
        clue.image("\u001b[2Jgone.png", PaintedModels.RED);
        assertThat(clue.run("judge", folder.toString()).out())
                .doesNotContain("\u001b")
                .contains("[2Jgone.png");
    }

    @Test
    void symbolicLinksThatLeadNowhereAreNamedAsSuch() throws IOException {
        Files.createSymbolicLink(folder.resolve("l1"), Path.of("l2"));
        Files.createSymbolicLink(folder.resolve("l2"), Path.of("l1"));
        Files.createSymbolicLink(folder.resolve("gone.png"), Path.of("nowhere"));
        requireUsageError(clue.run("judge", clue.path("l1")), "l1: a symbolic link that leads back to itself");
        requireUsageError(
                clue.run("judge", clue.path("l1/a.png"), "-c", clue.path("playground.clue.yaml")),
                "l1/a.png: a path over a symbolic link that leads back to itself");
        requireUsageError(clue.run("judge", clue.path("gone.png")), "gone.png: a symbolic link to what does not exist");
        Result listed = clue.run("judge", folder.toString(), "-f", "jsonl");
        assertThat(listed.status()).isEqualTo(ExitStatus.ITEM_ERRORS.code());
        assertThat(listed.out()).contains("gone.png: this symbolic link leads to what does not exist");
    }

    @Test
    void emptyPaths() {
        requireUsageError(
                clue.run("judge", "", "-c", clue.path("playground.clue.yaml")),
                "an empty path: name a file or a folder");
        for (String option : List.of("--output", "--constitution", "--profile", "--config")) {
            Result result = clue.run("judge", clue.path("a.png"), option, "");
            requireUsageError(result, "the path is empty");
            assertThat(result.err()).contains(option);
        }
    }

    @Test
    void outputThatIsTheLockOrTheConfiguration() throws IOException {
        clue.file("playground.clue.lock.yaml", "lock_format: 1\nconstitution: playground\nrules: []\n")
                .file("my.yaml", "threads: 1\n");
        for (String precious : List.of("playground.clue.lock.yaml", "my.yaml")) {
            String before = Files.readString(folder.resolve(precious));
            requireUsageError(
                    clue.run(
                            "judge",
                            clue.path("a.png"),
                            "--config",
                            clue.path("my.yaml"),
                            "-f",
                            "jsonl",
                            "--overwrite",
                            "-o",
                            clue.path(precious)),
                    precious + ": is read by this run");
            assertThat(Files.readString(folder.resolve(precious))).isEqualTo(before);
        }
    }

    @Test
    void aLinkInTheOutputFolderCannotLeadTheOutputToAnotherFile() throws IOException {
        clue.file("precious.txt", "precious\n");
        Path part = folder.resolve(".out.html.part");
        Files.createSymbolicLink(part, folder.resolve("precious.txt"));
        requireUsageError(
                clue.run("judge", clue.path("a.png"), "-o", clue.path("out.html")), ".out.html.part: no ordinary file");
        assertThat(folder.resolve("precious.txt")).hasContent("precious\n");

        Files.delete(part);
        Files.createDirectory(part);
        requireUsageError(
                clue.run("judge", clue.path("a.png"), "-o", clue.path("out.html")), ".out.html.part: no ordinary file");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aConfigurationOrProfileWithoutEnd() {
        requireUsageError(clue.run("judge", clue.path("a.png"), "--config", "/dev/zero"), "larger than 1 MiB");
        requireUsageError(clue.run("judge", clue.path("a.png"), "--profile", "/dev/zero"), "larger than 64 MiB");
        assertThat(clue.run("judge", clue.path("a.png"), "--config", "/dev/null")
                        .status())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "relevance, from -1 to 1",
        "alpha1-factor, from 0 to 1",
        "alpha2-factor, from 0 to 1",
        "beta, from 0 to 1",
        "box-confidence, from 0 to 1",
        "small-region, from 0 to 1",
        "crop-scale, from 1 to 1000",
        "answer-mass, from 0 to 1",
        "reasoning-tokens, a whole number from 1 to 1000000",
        "summary-tokens, a whole number from 1 to 1000000"
    })
    void aThresholdOutOfRangeIsNamedAsItWasTyped(String option, String range) {
        for (String value : List.of("NaN", "-7", "1e9", "abc", "Infinity")) {
            requireUsageError(
                    clue.run("judge", clue.path("a.png"), "--" + option, value),
                    "--" + option + ": must be " + range + ", but is " + value + "\n");
        }
        requireUsageError(
                clue.run("judge", clue.path("a.png"), "--" + option, ""),
                "--" + option + ": must be " + range + ", but is empty");
    }

    @Test
    void aLimitOutOfRangeIsNamed() {
        requireUsageError(
                clue.run("judge", clue.path("a.png"), "--max-side", "-3"),
                "--max-side: an image limit must be at least 1 and at most 2147483647, but is -3");
        requireUsageError(
                clue.run("judge", clue.path("a.png"), "--max-bytes", "99999999999"),
                "--max-bytes: an image limit must be at least 1 and at most 2147483631, but is 99999999999");
        requireUsageError(
                clue.run("judge", clue.path("a.png"), "--max-pixels", "9999999999"),
                "--max-pixels: an image limit must be at least 1 and at most 715827877, but is 9999999999");
    }

    private void requireUndecided(int colour, String kind) {
        clue.image("a.png", colour);
        Result result = clue.run("judge", folder.toString(), "-f", "jsonl");
        assertThat(result.status()).isEqualTo(ExitStatus.ITEM_ERRORS.code());
        requireItemError(verdicts(result).getFirst(), kind);
    }

    private static void requireUsageError(Result result, String message) {
        assertThat(result.err()).contains(message).doesNotContain("\tat ");
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.out()).isEmpty();
    }

    private static void requireItemError(ImageVerdict verdict, String kind) {
        assertThat(verdict.outcome()).isEqualTo(ImageVerdict.Outcome.UNDECIDED);
        assertThat(verdict.error()).isNotNull();
        assertThat(verdict.error().kind()).isEqualTo(kind);
    }

    private static List<ImageVerdict> verdicts(Result result) {
        return result.out().lines().map(VerdictJson::read).toList();
    }
}
