package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.engine.ModelSource;
import dev.clue.cli.engine.TextModelSource;
import dev.clue.cli.terminal.Terminal;
import dev.clue.image.ImageIntake;
import dev.clue.image.ImageLimits;
import dev.clue.judge.PriorStore;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import picocli.CommandLine;

/** Runs the command in this process, in a folder of its own. */
final class Clue {

    static final String CONSTITUTION = """
            constitution: playground
            version: 3
            rules:
              - id: weapon-near-child
                rule: A child should not touch a weapon.
                preconditions:
                  - any: [{statement: a child is visible, objects: [child]}, {statement: a baby is visible, objects: [baby]}]
                  - any: [{statement: a child touches a weapon, objects: [child, weapon]}]
            """;

    final Path folder;
    final PaintedModels models = new PaintedModels();
    private final Map<String, String> environment = new HashMap<>();
    private ModelSource source = models;
    private TextModelSource textModels = TextModelSource.NONE;
    private String input = "";
    private Terminal terminal = new Terminal(false, false, 80);
    private OutputStream out = new ByteArrayOutputStream();

    /** What a run left behind. */
    record Result(int status, String out, String err) {

        List<String> lines() {
            return out.lines().toList();
        }
    }

    Clue(Path folder) {
        this.folder = folder;
    }

    Clue constitution() {
        return file("playground.clue.yaml", CONSTITUTION);
    }

    Clue file(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Clue image(String name, int rgb) {
        return image(name, rgb, 20, 10);
    }

    Clue image(String name, int rgb, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        Arrays.fill(row, rgb);
        for (int y = 0; y < height; y++) {
            image.setRGB(0, y, width, 1, row, 0, width);
        }
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Clue environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Clue input(String text) {
        input = text;
        return this;
    }

    Clue terminal(boolean colour, int width) {
        terminal = new Terminal(true, colour, width);
        return this;
    }

    Clue models(ModelSource other) {
        source = other;
        return this;
    }

    Clue textModels(TextModelSource other) {
        textModels = other;
        return this;
    }

    Clue out(OutputStream stream) {
        out = stream;
        return this;
    }

    /** A path in the folder. */
    String path(String name) {
        return folder.resolve(name).toString();
    }

    /** The commands and options, to look at. */
    CommandLine commandLine() {
        return Main.commandLine(setup(new ByteArrayOutputStream()));
    }

    Result run(String... arguments) {
        if (out instanceof ByteArrayOutputStream bytes) {
            bytes.reset();
        }
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(setup(err), arguments);
        String text = out instanceof ByteArrayOutputStream bytes ? bytes.toString(StandardCharsets.UTF_8) : "";
        return new Result(status, text, err.toString(StandardCharsets.UTF_8));
    }

    /** The line that labels an image in {@code metadata.jsonl}. */
    static String label(String name, String label) {
        return "{\"file_name\": \"" + name + ".png\", \"label\": \"" + label + "\"}\n";
    }

    /** The path of a profile that is learned from a set of its own. */
    String profile(String name, String alpha) {
        image("learn/0.png", PaintedModels.RED).image("learn/1.png", PaintedModels.RED, 20, 11);
        image("learn/2.png", PaintedModels.RED, 20, 12).image("learn/3.png", PaintedModels.GREEN);
        file(
                "learn/metadata.jsonl",
                label("0", "unsafe") + label("1", "unsafe") + label("2", "unsafe") + label("3", "safe"));
        Result result = run(
                "calibrate",
                path("learn"),
                "-c",
                path("playground.clue.yaml"),
                "--alpha",
                alpha,
                "--output",
                path(name + ".json"));
        assertThat(result.status()).as(result.err()).isZero();
        return path(name + ".json");
    }

    /** {@code clue eval}: the set in {@code set/}, by {@code playground.clue.yaml}, into {@code out/}. */
    Result eval(String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("eval", path("set"), "-c", path("playground.clue.yaml"), "--output", path("out")));
        arguments.addAll(List.of(options));
        return run(arguments.toArray(String[]::new));
    }

    private Setup setup(ByteArrayOutputStream err) {
        Shell shell = new Shell(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                new Terminal(false, false, 80),
                environment,
                folder);
        return new Setup(shell, source, new ImageIntake(ImageLimits.DEFAULT), PriorStore.inMemory(), textModels);
    }
}
