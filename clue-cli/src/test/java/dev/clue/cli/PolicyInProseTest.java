package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.Clue.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A policy in prose where a constitution is wanted: every command says how to make one of it. */
class PolicyInProseTest {

    private static final String POLICY = "# House rules\n\n- **Dogs.** A dog must be on a lead.\n";

    @TempDir
    Path folder = Path.of("");

    static Stream<List<String>> everyCommandThatWantsAConstitution() {
        return Stream.of(
                List.of("judge", "red.png", "-c"),
                List.of("bench", "red.png", "-c"),
                List.of("eval", "labels.csv", "--output", "out", "-c"),
                List.of("calibrate", "labels.csv", "-c"),
                List.of("diff", "playground.clue.yaml"),
                List.of("lint"),
                List.of("test"));
    }

    @ParameterizedTest
    @MethodSource("everyCommandThatWantsAConstitution")
    void markdownIsToBeCompiled(List<String> command) {
        Result result = run(command, "house.md", POLICY);
        assertThat(result.status()).as(result.err()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err())
                .contains(path("house.md") + " is a policy in Markdown and no constitution: make one of it with"
                        + " clue compile " + path("house.md") + " --text-model openai:NAME, and name "
                        + path("house.clue.yaml"))
                .doesNotContain("keys with values");
    }

    @Test
    void theConstitutionThatIsThereIsNamed() {
        new Clue(folder).file("house.clue.yaml", Clue.CONSTITUTION);
        Result result = run(List.of("judge", "red.png", "-c"), "house.md", POLICY);
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("name the one beside it, " + path("house.clue.yaml"));
    }

    @Test
    void plainTextIsToBecomeMarkdown() {
        for (String command : List.of("judge", "compile", "lint")) {
            List<String> arguments = command.equals("judge") ? List.of("judge", "red.png", "-c") : List.of(command);
            Result result = run(arguments, "house.txt", "1. A dog must be on a lead.\n2. No knives: ever.\n");
            assertThat(result.status()).as(command).isEqualTo(ExitStatus.CONSTITUTION.code());
            assertThat((result.out() + result.err()).replaceAll("\\s+", " "))
                    .as(command)
                    .contains("house.txt:1:1")
                    .contains("save them as house.md")
                    .contains("run clue compile house.md");
        }
    }

    @ParameterizedTest
    @MethodSource("whatWordProcessorsSave")
    void aDocumentIsToBeExported(String name, byte[] bytes, String said) throws IOException {
        for (String command : List.of("judge", "compile", "lint")) {
            List<String> arguments = command.equals("judge") ? List.of("judge", "red.png", "-c") : List.of(command);
            new Clue(folder).constitution().image("red.png", PaintedModels.RED);
            Files.write(folder.resolve(name), bytes);
            Result result = new Clue(folder)
                    .run(Stream.concat(arguments.stream(), Stream.of(name))
                            .map(argument -> argument.contains(".") ? path(argument) : argument)
                            .toArray(String[]::new));
            assertThat(result.status()).as(command).isEqualTo(ExitStatus.CONSTITUTION.code());
            assertThat((result.out() + result.err()).replaceAll("\\s+", " "))
                    .as(command)
                    .contains(name + ":1:1", said, "export or save it as Markdown or plain text")
                    .contains("save them as house.md", "run clue compile house.md")
                    .doesNotContain("byte 0x");
        }
    }

    @Test
    void aNameMakesNoMarkdownOfADocument() throws IOException {
        Files.write(folder.resolve("house.md"), "%PDF-1.7\n- No dogs.".getBytes(StandardCharsets.US_ASCII));
        Result result = new Clue(folder).run("compile", path("house.md"), "--text-model", "openai:m");
        assertThat(result.status()).isEqualTo(ExitStatus.CONSTITUTION.code());
        assertThat(result.err()).contains("house.md:1:1: this is a PDF, and no plain text");
        assertThat(folder.resolve("house.clue.yaml")).doesNotExist();
    }

    static Stream<Arguments> whatWordProcessorsSave() throws IOException {
        ByteArrayOutputStream docx = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(docx)) {
            zip.putNextEntry(new ZipEntry("word/document.xml"));
            zip.write("<w:document/>".getBytes(StandardCharsets.UTF_8));
        }
        byte[] larger = new byte[2_000_000];
        byte[] pdf = "%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(pdf, 0, larger, 0, pdf.length);
        return Stream.of(
                Arguments.of("house.docx", docx.toByteArray(), "this is a zip archive, such as a .docx, .odt"),
                Arguments.of("house.odt", docx.toByteArray(), "this is a zip archive, such as a .docx, .odt"),
                Arguments.of("house.pdf", pdf, "this is a PDF, and no plain text"),
                Arguments.of("house.pdf", larger, "this is a PDF, and no plain text"),
                Arguments.of(
                        "house.doc",
                        new byte[] {
                            (byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, (byte) 0xa1, (byte) 0xb1, 0x1a, (byte) 0xe1, 0
                        },
                        "this is a document of an old office program"),
                Arguments.of(
                        "house.rtf",
                        "{\\rtf1\\ansi No dogs.}".getBytes(StandardCharsets.US_ASCII),
                        "this is a text in RTF"),
                Arguments.of("house.bin", new byte[] {'N', 'o', 0, (byte) 0xff}, "this is binary"));
    }

    @Test
    void whatIsNoYamlHasNoCases() {
        Result result = run(List.of("test"), "house.txt", "No dogs.");
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err())
                .contains("house.txt: is neither a file of cases (*.clue.test.yaml) nor a constitution");
    }

    @Test
    void whatIsNotThereIsSaidNotToBeThere() {
        Result result = new Clue(folder)
                .image("red.png", PaintedModels.RED)
                .run("judge", path("red.png"), "-c", path("none.md"));
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("none.md does not exist");
    }

    private Result run(List<String> command, String policy, String text) {
        Clue clue = new Clue(folder)
                .constitution()
                .image("red.png", PaintedModels.RED)
                .file("labels.csv", "image,unsafe\nred.png,true\n")
                .file(policy, text);
        return clue.run(Stream.concat(command.stream(), Stream.of(policy))
                .map(argument -> argument.contains(".") || argument.equals("out") ? clue.path(argument) : argument)
                .toArray(String[]::new));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
