package dev.clue.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.clue.error.ImageException;
import dev.clue.error.ImageException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be taken in is refused at once, with one clear error that says why and what to do. */
class ImageIntakeTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    private final ImageIntake intake = new ImageIntake(ImageLimits.DEFAULT);

    @TempDir
    Path folder;

    static Stream<Arguments> notDecoded() {
        return Stream.of(
                file("photo.jpg", "", Kind.EMPTY, "the file is empty"),
                file("photo.jpg", "Dear all,\nthe photo is gone.\n", Kind.NOT_AN_IMAGE, "the file is text"),
                file("photo.jpg", "\n<!DOCTYPE html><title>404", Kind.NOT_AN_IMAGE, "web page"),
                file("photo.jpg", "version https://git-lfs.github.com/spec/v1\noid", Kind.NOT_AN_IMAGE, "git lfs pull"),
                file("photo.jpg", "PK\u0003\u0004....", Kind.NOT_AN_IMAGE, "ZIP archive"),
                file("photo.jpg", "\0\0\0\u0018ftypisom\0\0\0\0isommp42", Kind.NOT_AN_IMAGE, "ffmpeg"),
                file("photo.jpg", "\u0001\u0002\u0003\u0004", Kind.NOT_AN_IMAGE, "it starts with 01 02 03 04"),
                file("photo.jpg", "BMW and other cars, a list of them", Kind.NOT_AN_IMAGE, "text"),
                file("photo.jpg", "RIFF\u0010\0\0\0WAVEfmt ", Kind.NOT_AN_IMAGE, "no image format"),
                file("photo.jpg", "\0\0\0\u0018ftypheic\0\0\0\0mif1heic", Kind.UNSUPPORTED_FORMAT, "HEIC"),
                file("photo.heic", "\0\0\0\u0018ftypmif1\0\0\0\0mif1heic", Kind.UNSUPPORTED_FORMAT, "heif-convert"),
                file("photo.jpg", "\0\0\0\u001Cftypavif\0\0\0\0mif1miaf", Kind.UNSUPPORTED_FORMAT, "avifdec"),
                file("photo.jpg", "\0\0\0\u001Cftypmif1\0\0\0\0mif1avif", Kind.UNSUPPORTED_FORMAT, "AVIF"),
                file("photo.jpg", "\u00FF\n\u00FA\u001F\u0001", Kind.UNSUPPORTED_FORMAT, "djxl"),
                file("photo.jpg", "\0\0\0\fJXL \r\n\u0087\n\0\0", Kind.UNSUPPORTED_FORMAT, "JPEG XL"),
                file("photo.jpg", "\0\0\0\fjP  \r\n\u0087\n\0\0", Kind.UNSUPPORTED_FORMAT, "JPEG 2000"),
                file("photo.jpg", "II*\0\b\0\0\0", Kind.UNSUPPORTED_FORMAT, "TIFF"),
                file("photo.jpg", "MM\0*\0\0\0\b", Kind.UNSUPPORTED_FORMAT, "magick IN out.png"),
                file("favicon.png", "\0\0\1\0\1\0", Kind.UNSUPPORTED_FORMAT, "Windows icon"),
                file("logo.png", "<?xml version='1.0'?>\n<svg xmlns='x'/>", Kind.UNSUPPORTED_FORMAT, "rsvg-convert"),
                file("page.png", "%PDF-1.7\n", Kind.UNSUPPORTED_FORMAT, "pdftoppm"),
                file("art.png", "8BPS\0\1", Kind.UNSUPPORTED_FORMAT, "Photoshop"));
    }

    @ParameterizedTest
    @MethodSource("notDecoded")
    void saysWhatTheFileIsAndTheWayOut(String name, String content, Kind kind, String words) throws IOException {
        Path file = Files.write(folder.resolve(name), new Forge().text(content).done());

        ImageException refusal = refusal(() -> intake.read(file));

        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.getMessage()).startsWith(file + ": ").contains(words);
        assertThat(refusal.getMessage().split("; ")).as("cause and way out").hasSizeGreaterThan(1);
    }

    static Stream<Arguments> tooLarge() {
        int huge = 50_000;
        byte[] vp8x = new Forge().int32le(0).int24le(huge - 1).int24le(huge - 1).done();
        byte[] bitmap = new Forge()
                .text("BM")
                .int32le(54)
                .int32le(0)
                .int32le(54)
                .int32le(40)
                .int32le(huge)
                .int32le(huge)
                .int16le(1)
                .int16le(24)
                .bytes(new byte[24])
                .done();
        return Stream.of(
                Arguments.of("png", Forge.png(Forge.pngHeader(huge, huge, 8, 2, 0))),
                Arguments.of("png", Forge.png(Forge.pngHeader(20_000, 20_000, 1, 0, 1))),
                Arguments.of("png", Forge.png(Forge.pngHeader(-1, -1, 8, 2, 0))),
                Arguments.of("jpeg", Forge.jpeg(0xc0, 8, huge, huge).done()),
                Arguments.of("webp", Forge.riff(Forge.riffChunk("VP8X", vp8x))),
                Arguments.of(
                        "gif",
                        Forge.gif(1, 1)
                                .bytes(0x2c)
                                .int16le(0)
                                .int16le(0)
                                .int16le(huge)
                                .int16le(huge)
                                .bytes(0, 2, 0, 0x3b)
                                .done()),
                Arguments.of("gif", Forge.gif(huge, huge).gifPixel().bytes(0x3b).done()),
                Arguments.of("bmp", bitmap));
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void refusesHugeSizesFromTheHeaderAlone(String format, byte[] bytes) {
        ImageException refusal =
                assertTimeoutPreemptively(AT_ONCE, () -> refusal(() -> intake.read(bytes, "bomb." + format)));

        assertThat(refusal.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(refusal.getMessage())
                .startsWith("bomb." + format + ": it is ")
                .contains("limit");
    }

    @Test
    void takesLongThinAndTinyImages() {
        byte[] rows = Forge.deflatedZeros(10 * (1 + 3 * 20_000));
        DecodedImage thin =
                intake.read(Forge.png(Forge.pngHeader(20_000, 10, 8, 2, 0), Forge.pngChunk("IDAT", rows)), "thin.png");

        assertThat(thin.width()).isEqualTo(20_000);
        assertThat(thin.frames().iterator().next().sample(19_999, 9, 2)).isZero();
    }

    @Test
    void refusesAFileThatIsTooLargeUnread() throws IOException {
        ImageIntake small = new ImageIntake(new ImageLimits(100, 10, 100, 1, 100));
        Path file = Files.write(folder.resolve("large.png"), new byte[101]);

        ImageException refusal = refusal(() -> small.read(file));

        assertThat(refusal.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(refusal.getMessage()).contains("101 bytes", "limit of 100");
    }

    @Test
    void refusesAnimationsWithTooManyFrames() throws IOException {
        Forge gif = Forge.gif(1, 1);
        for (int i = 0; i < 100_000; i++) {
            gif.gifPixel();
        }
        byte[] bytes = gif.bytes(0x3b).done();

        ImageException refusal = assertTimeoutPreemptively(AT_ONCE, () -> refusal(() -> intake.read(bytes, "a.gif")));

        assertThat(refusal.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(refusal.getMessage()).contains("more frames than the limit of 500");
        ImageIntake oneFrame = new ImageIntake(new ImageLimits(1 << 20, 1000, 100_000, 1, 100_000));
        for (String name : List.of("animated-part.png", "animated-parts.webp", "animated-dispose1.gif")) {
            byte[] animation = Fixtures.bytes(name);
            assertThat(refusal(() -> oneFrame.read(animation, name)).kind())
                    .as(name)
                    .isEqualTo(Kind.TOO_LARGE);
        }
    }

    @Test
    void refusesAnimationsWithTooManyPixels() {
        Forge gif = Forge.gif(8_000, 8_000);
        for (int i = 0; i < 100; i++) {
            gif.gifPixel();
        }
        byte[] bytes = gif.bytes(0x3b).done();

        ImageException refusal = assertTimeoutPreemptively(AT_ONCE, () -> refusal(() -> intake.read(bytes, "a.gif")));

        assertThat(refusal.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(refusal.getMessage()).contains("frames of 8000 x 8000 have more pixels than the limit of");
    }

    @Test
    void metadataThatBlowsUpIsNotInflated() {
        byte[] pixels = Forge.pngChunk("IDAT", Forge.deflatedZeros(2 * (1 + 3 * 2)));
        byte[] zeros = Forge.deflatedZeros(300_000_000);
        byte[] profile =
                Forge.pngChunk("iCCP", new Forge().text("x\0\0").bytes(zeros).done());
        byte[] text = Forge.pngChunk(
                "zTXt", new Forge().text("Comment\0\0").bytes(zeros).done());
        byte[] bytes = Forge.png(Forge.pngHeader(2, 2, 8, 2, 0), profile, text, pixels);

        DecodedImage image = assertTimeoutPreemptively(AT_ONCE, () -> intake.read(bytes, "bomb.png"));

        assertThat(image.frames().iterator().next().sample(1, 1, 0)).isZero();
    }

    @Test
    void pixelsThatEndEarlyAreNotFilledUp() throws IOException {
        byte[] header = Forge.pngHeader(100, 100, 8, 2, 0);
        byte[] half = Forge.pngChunk("IDAT", Forge.deflatedZeros(50 * 301));
        assertDamaged(Forge.png(header, half), "it ends early, with 15050 of 30100 bytes of pixels");

        byte[] jpeg = Fixtures.bytes("baseline.jpg");
        byte[] cut = new Forge()
                .bytes(Arrays.copyOf(jpeg, jpeg.length - 60))
                .bytes(0xff, 0xd9)
                .done();
        assertDamaged(cut, "damaged");

        byte[] gif = Forge.gif(9, 9)
                .bytes(0x2c)
                .int16le(0)
                .int16le(0)
                .int16le(9)
                .int16le(9)
                .bytes(0, 2, 2, 0x44, 0x01, 0, 0x3b)
                .done();
        assertDamaged(gif, "it ends early, with 1 of 81 pixels in a frame");
    }

    @Test
    void aWrongChecksumIsDamage() throws IOException {
        byte[] png = Fixtures.bytes("rgb8.png");
        png[60] ^= 1;

        assertDamaged(png, "its part IDAT has a wrong checksum");
    }

    @Test
    void unusualKindsOfAFormatAreNamed() {
        assertUnsupported(Forge.jpeg(0xc9, 8, 9, 9).done(), "arithmetic coding");
        assertUnsupported(Forge.jpeg(0xc3, 8, 9, 9).done(), "lossless coding");
        assertUnsupported(Forge.jpeg(0xc5, 8, 9, 9).done(), "a hierarchy");
        assertUnsupported(Forge.jpeg(0xc1, 12, 9, 9).done(), "12 bits a sample");
        assertUnsupported(Forge.jpeg(0xc0, 8, 9, 0).done(), "height after the image");
        assertUnsupported(Forge.png(Forge.pngChunk("CgBI", new byte[4])), "Apple");
        assertUnsupported(
                new Forge()
                        .text("BM")
                        .int32le(99)
                        .int32le(0)
                        .int32le(54)
                        .int32le(40)
                        .int32le(9)
                        .int32le(9)
                        .int16le(1)
                        .int16le(24)
                        .int32le(4)
                        .bytes(new byte[60])
                        .done(),
                "compression 4");
    }

    @Test
    void aJpegWithEndlessScansIsRefused() {
        Forge jpeg = Forge.jpeg(0xc2, 8, 5_000, 5_000);
        for (int i = 0; i < 10_000; i++) {
            jpeg.bytes(Forge.jpegSegment(0xda, new byte[] {1, 1, 0, 0, 0, 0})).bytes(0);
        }
        byte[] bytes = jpeg.bytes(0xff, 0xd9).done();

        assertTimeoutPreemptively(AT_ONCE, () -> assertUnsupported(bytes, "scans"));
    }

    @Test
    void whatCannotBeReadIsNamed() throws IOException {
        ImageException missing = refusal(() -> intake.read(folder.resolve("no.png")));
        assertThat(missing.kind()).isEqualTo(Kind.UNREADABLE);
        assertThat(missing.getMessage()).contains("no.png", "does not exist", "check the path");
        ImageException directory = refusal(() -> intake.read(folder));
        assertThat(directory.kind()).isEqualTo(Kind.UNREADABLE);
        Path loop = Files.createSymbolicLink(folder.resolve("loop.png"), Path.of("loop.png"));
        assertThat(refusal(() -> intake.read(loop)).kind()).isEqualTo(Kind.UNREADABLE);
    }

    @Test
    void aFileThatMayNotBeReadIsNamed() throws IOException {
        Path file = Files.write(folder.resolve("secret.png"), new byte[9]);
        Files.setPosixFilePermissions(file, Set.of());
        assumeFalse(Files.isReadable(file), "the superuser reads everything");

        assertThat(refusal(() -> intake.read(file)).getMessage()).contains("check its permissions");
    }

    @Test
    void aDamagedFrameShowsOnlyWhenItIsReached() throws IOException {
        byte[] gif = Fixtures.bytes("animated-dispose1.gif");
        // Inside the compressed data of the last frame, 0xff codes are ahead of the table.
        Arrays.fill(gif, gif.length - 40, gif.length - 10, (byte) 0xff);

        DecodedImage image = intake.read(gif, "late.gif");

        List<RgbImage> seen = new ArrayList<>();
        ImageException refusal = refusal(() -> image.frames().forEach(seen::add));
        assertThat(seen).hasSize(2);
        assertThat(refusal.kind()).isEqualTo(Kind.DAMAGED);
        assertThat(refusal.getMessage()).startsWith("late.gif: ");
    }

    @Test
    void describesTheFile() throws IOException {
        DecodedImage image = intake.read(Fixtures.bytes("exif6.jpg"), "a.jpg");

        assertThat(image.format()).contains(ImageFormat.JPEG);
        assertThat(image.width()).isEqualTo(24);
        assertThat(image.height()).isEqualTo(32);
        assertThat(image.frameCount()).isEqualTo(1);
        assertThat(image.bytes()).isEqualTo(Files.size(Fixtures.FOLDER.resolve("exif6.jpg")));
        assertThat(image.sha256()).matches("[0-9a-f]{64}");
        assertThat(ImageFormat.JPEG.mediaType()).isEqualTo("image/jpeg");
    }

    @Test
    void severalThreadsMayUseOneIntake() throws Exception {
        List<String> names = List.of("icc.jpg", "cmyk.jpg", "lossy.webp", "animated-dispose3.gif", "rgb16.png");
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String name = names.get(i % names.size());
            byte[] bytes = Fixtures.bytes(name);
            List<RgbImage> expected = Fixtures.expected(name);
            tasks.add(() -> Fixtures.largestDifference(
                    intake.read(bytes, name).frames().iterator().next(), expected.getFirst()));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Integer> difference : threads.invokeAll(tasks)) {
                assertThat(difference.get()).isLessThanOrEqualTo(1);
            }
        }
    }

    private void assertDamaged(byte[] bytes, String words) {
        ImageException refusal = refusal(() -> intake.read(bytes, "x"));
        assertThat(refusal.kind()).isEqualTo(Kind.DAMAGED);
        assertThat(refusal.getMessage()).contains(words);
    }

    private void assertUnsupported(byte[] bytes, String words) {
        ImageException refusal = refusal(() -> intake.read(bytes, "x"));
        assertThat(refusal.kind()).isEqualTo(Kind.UNSUPPORTED_FORMAT);
        assertThat(refusal.getMessage()).contains(words);
    }

    private static ImageException refusal(ThrowingCallable reading) {
        ImageException refusal = catchThrowableOfType(ImageException.class, reading);
        assertThat(refusal).as("the refusal").isNotNull();
        return refusal;
    }

    private static Arguments file(String name, String content, Kind kind, String words) {
        return Arguments.of(name, content, kind, words);
    }
}
