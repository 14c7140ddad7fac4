package dev.clue.eval.data;

import static dev.clue.eval.data.SetFolder.HOME;
import static dev.clue.eval.data.SetFolder.ids;
import static dev.clue.eval.data.SetFolder.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.error.ConfigurationException;
import dev.clue.image.ImageIntake;
import dev.clue.image.ImageLimits;
import dev.clue.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingSupplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parquet as pyarrow writes it: make_parquet.py beside the files says how. */
class ParquetSetTest {

    private static final Path FILES = Path.of("src/test/resources/dev/clue/eval/data");

    /** Bytes between one damage and the next. */
    private static final int STEP = Integer.getInteger("clue.damage.step", 131);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd"})
    void readsTheLayoutOfTheDatasetsLibrary(String codec) throws IOException {
        Path file = FILES.resolve("datasets-" + codec + ".parquet");

        LabelledSet set = LabelledSet.read(file, ReadOptions.DEFAULT.with(HOME));

        assertThat(set.problems()).isEmpty();
        assertThat(set.images()).hasSize(12);
        for (int i = 0; i < 12; i++) {
            LabelledImage image = set.images().get(i);
            boolean even = i % 2 == 0; // class 0 is called unsafe
            assertThat(image.id()).isEqualTo("datasets-" + codec + ".parquet#" + i);
            assertThat(image.source().uri()).isEqualTo(file + "#" + i);
            assertThat(image.unsafe()).isEqualTo(even);
            assertThat(image.rules()).isEqualTo(Map.of("fire", even, "knife", false));
            assertThat(image.slices()).isEqualTo(even ? Set.of("even", "small") : Set.of());
            assertThat(redOf(image)).isEqualTo(i);
        }
    }

    @Test
    void readsImagesInAnyOrder() throws IOException {
        LabelledSet set = LabelledSet.read(FILES.resolve("datasets-zstd.parquet"), ReadOptions.DEFAULT);
        List<Integer> order = new ArrayList<>(IntStream.range(0, 12).boxed().toList());
        Collections.shuffle(order, new Random(7));

        for (int i : order) {
            assertThat(redOf(set.images().get(i))).isEqualTo(i);
        }
    }

    @Test
    void readsAPlainColumnOfBytes() throws IOException {
        LabelledSet set = LabelledSet.read(FILES.resolve("binary.parquet"), ReadOptions.DEFAULT);

        assertThat(set.problems()).isEmpty();
        assertThat(set.images()).extracting(LabelledImage::unsafe).containsExactly(false, true, false);
        assertThat(redOf(set.images().get(0))).isZero();
        assertThat(redOf(set.images().get(1))).isEqualTo(1);
        assertThat(redOf(set.images().get(2))).isZero();
    }

    @Test
    void readsShardsAndSplits() throws IOException {
        Path set = FILES.resolve("unsafebench");

        LabelledSet all = LabelledSet.read(set, ReadOptions.DEFAULT);
        LabelledSet test = LabelledSet.read(set, ReadOptions.DEFAULT.with(Set.of("test")));

        assertThat(all.images()).hasSize(3);
        assertThat(ids(test))
                .containsExactly("data/test-00000-of-00002.parquet#0", "data/test-00001-of-00002.parquet#0");
        assertThat(test.images().getFirst().slices()).containsExactly("category: Violence", "source: Lexica");
        assertThat(redOf(test.images().getLast())).isEqualTo(2);
        assertThat(problems(test))
                .hasSize(2)
                .first()
                .asString()
                .contains("data/test-00001-of-00002.parquet#1", "'unsfae'", "did you mean 'Unsafe'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gaps.parquet", "gaps-without-statistics.parquet"})
    void reportsRowsWithoutAnImage(String name) throws IOException {
        Files.copy(FILES.resolve(name), folder.resolve("gaps.parquet"));
        Files.writeString(folder.resolve("outside.png"), "the bytes");

        LabelledSet set = LabelledSet.read(folder, ReadOptions.DEFAULT);

        assertThat(ids(set)).containsExactly("gaps.parquet#0", "outside.png", "gaps.parquet#3", "gaps.parquet#4");
        assertThat(problems(set)).singleElement().asString().startsWith("gaps.parquet#1: there is no image");
        assertThat(new String(set.images().get(1).source().bytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("the bytes");
        assertThat(set.images().get(2).source().bytes()).isEmpty();
        assertThat(redOf(set.images().get(3))).isEqualTo(4);
    }

    @Test
    void doesNotGuessWhatANumberMeans() {
        assertThatThrownBy(() -> LabelledSet.read(FILES.resolve("numbers.parquet"), ReadOptions.DEFAULT))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("the label '0'", "is none of safe, unsafe", "mapping file");
    }

    @Test
    void refusesAFileWithoutRows() {
        assertThatThrownBy(() -> LabelledSet.read(FILES.resolve("no-rows.parquet"), ReadOptions.DEFAULT))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no image that can be used")
                .hasMessageEndingWith(":\nno-rows.parquet: the file has no rows: fill it, or remove it");
    }

    /** With no column but the image there is nothing to read of a row, and yet each has its place. */
    @Test
    void saysThatRowsWithNothingButAnImageHaveNoLabel() {
        assertThatThrownBy(() -> LabelledSet.read(FILES.resolve("images-alone.parquet"), ReadOptions.DEFAULT))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("images-alone.parquet#0: there is no image in column 'image'")
                .hasMessageContaining("images-alone.parquet#1 (and 1 more place): there is no label that can be used")
                .hasMessageNotContaining("cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"brotli", "lz4"})
    void namesACompressionThatItDoesNotRead(String codec) {
        assertThatThrownBy(() -> LabelledSet.read(FILES.resolve("datasets-" + codec + ".parquet"), ReadOptions.DEFAULT))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "#0: the rows from here to #1 cannot be read and are left out (column",
                        codec.toUpperCase(Locale.ROOT),
                        "what can be read is snappy, gzip, zstd and no compression",
                        "write the file anew")
                .hasMessageNotContaining("dependency");
    }

    @Test
    void aDamagedFileDoesNotTakeTheOthersWithIt() throws IOException {
        byte[] whole = Files.readAllBytes(FILES.resolve("datasets-zstd.parquet"));
        Files.write(folder.resolve("a.parquet"), java.util.Arrays.copyOf(whole, whole.length - 20));
        Files.write(folder.resolve("b.parquet"), "PAR1 no, it is text".getBytes());
        Files.write(folder.resolve("c.parquet"), new byte[0]);
        Files.write(folder.resolve("d.parquet"), whole);

        LabelledSet set = LabelledSet.read(folder, ReadOptions.DEFAULT);

        assertThat(set.images()).hasSize(12);
        assertThat(problems(set))
                .hasSize(3)
                .allSatisfy(problem -> assertThat(problem)
                        .matches("[abc]\\.parquet: not a Parquet file, or a damaged one \\(.+\\): write it anew"));
    }

    /**
     * Damages one byte after another. The set is read or refused with a reason, images are given or refused with a
     * reason, and no row is lost without a problem.
     */
    @ParameterizedTest
    @ValueSource(strings = {"none", "zstd"})
    void damageIsReported(String codec) throws IOException {
        byte[] whole = Files.readAllBytes(FILES.resolve("datasets-" + codec + ".parquet"));
        Path file = folder.resolve("damaged.parquet");
        int refused = 0;
        int partly = 0;
        for (int at = 4; at < whole.length - 8; at += STEP) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) 0x5a;
            Files.write(file, damaged);
            LabelledSet set;
            try {
                set = inTime(() -> LabelledSet.read(file, ReadOptions.DEFAULT.with(HOME)));
            } catch (ConfigurationException e) {
                refused++;
                continue;
            }
            if (set.images().size() < 12) {
                partly++;
                assertThat(set.problems()).as("byte %d", at).isNotEmpty();
            }
            for (LabelledImage image : set.images()) {
                try {
                    inTime(() -> image.source().bytes());
                } catch (IOException e) {
                    assertThat(e.getMessage())
                            .as("the reason alone: who asks names the image")
                            .isNotBlank()
                            .doesNotContain("damaged.parquet");
                }
            }
        }
        assertThat(refused).isPositive();
        assertThat(partly).isPositive();
    }

    @Test
    void saysWhichImageCannotBeReadAndWhy() throws IOException {
        Path file = folder.resolve("set.parquet");
        Files.copy(FILES.resolve("datasets-none.parquet"), file);
        LabelledSet set = LabelledSet.read(file, ReadOptions.DEFAULT);
        Files.copy(FILES.resolve("no-rows.parquet"), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        LabelledImage image = set.images().get(7);
        assertThat(image.source().uri()).endsWith("set.parquet#7");
        assertThatThrownBy(() -> image.source().bytes())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("it is not there any more: the file has changed");
    }

    /** Passes on what is thrown, checked exceptions among it. */
    private static <T> T inTime(ThrowingSupplier<T> reading) throws IOException {
        return Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), reading);
    }

    private static int redOf(LabelledImage image) throws IOException {
        RgbImage pixels = new ImageIntake(ImageLimits.DEFAULT)
                .read(image.source().bytes(), image.id())
                .frames()
                .iterator()
                .next();
        assertThat(pixels.width()).isEqualTo(4);
        assertThat(pixels.bytes()[1]).isEqualTo((byte) 100);
        return pixels.bytes()[0];
    }
}
