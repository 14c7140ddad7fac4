package dev.clue.image;

import dev.clue.digest.Sha256;
import dev.clue.error.ImageException;
import dev.clue.error.ImageException.Kind;
import dev.clue.error.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Takes images in: tells the format by content, checks the limits on the headers, decodes, turns upright, converts to
 * sRGB and lays over white. What cannot be taken in whole is refused with an {@link ImageException}; nothing is
 * judged in part. Safe for use by several threads; writes no files.
 */
public final class ImageIntake {

    private final ImageLimits limits;

    /**
     * @param limits what an image may cost
     */
    public ImageIntake(ImageLimits limits) {
        this.limits = limits;
    }

    /** What an image may cost. */
    public ImageLimits limits() {
        return limits;
    }

    /**
     * Takes in a file.
     *
     * @throws ImageException if it cannot be read or is no image that can be judged; the message names the file
     */
    public DecodedImage read(Path file) {
        String name = file.toString();
        byte[] bytes;
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new ImageException(Kind.UNREADABLE, name + ": this is no file; name an image file");
            }
            checkBytes(name, Files.size(file));
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes((int) limits.maxBytes() + 1);
            }
        } catch (NoSuchFileException e) {
            String why = Files.isSymbolicLink(file)
                    ? ": this symbolic link leads to what does not exist; mend the link"
                    : ": the file does not exist; check the path";
            throw new ImageException(Kind.UNREADABLE, name + why, e);
        } catch (AccessDeniedException e) {
            throw new ImageException(Kind.UNREADABLE, name + ": the file may not be read; check its permissions", e);
        } catch (IOException e) {
            throw new ImageException(
                    Kind.UNREADABLE,
                    name + ": the file cannot be read (" + IoReason.of(e)
                            + "); check the path, the links in it, and the disk",
                    e);
        }
        return read(bytes, name);
    }

    /**
     * Takes in an image that is in memory.
     *
     * @param bytes the file's content, not modified and not to be modified while the result is in use
     * @param name what messages call it, such as a path or an address
     * @throws ImageException if it is no image that can be judged
     */
    public DecodedImage read(byte[] bytes, String name) {
        checkBytes(name, bytes.length);
        ImageFormat format = guarded(name, () -> FormatSniffer.sniff(bytes));
        ImageFile file = guarded(name, () -> parse(format, bytes));
        return DecodedImage.of(format, Sha256.of(bytes), bytes.length, name, file);
    }

    private void checkBytes(String name, long bytes) {
        guarded(name, () -> {
            limits.checkBytes(bytes);
            return bytes;
        });
    }

    private ImageFile parse(ImageFormat format, byte[] bytes) {
        return switch (format) {
            case PNG -> PngFile.parse(bytes, limits);
            case JPEG -> JpegFile.parse(bytes, limits);
            case WEBP -> WebpFile.parse(bytes, limits);
            case GIF -> GifFile.parse(bytes, limits);
            case BMP -> BmpFile.parse(bytes, limits);
        };
    }

    /**
     * Runs a parser or decoder. Decoders throw all sorts of unchecked exceptions at content that contradicts itself,
     * and allocate by what it says: the item fails, the batch goes on.
     */
    static <T> T guarded(String name, Supplier<T> decoding) {
        try {
            return decoding.get();
        } catch (Refusal e) {
            throw e.toImageException(name);
        } catch (OutOfMemoryError e) {
            throw new ImageException(
                    Kind.TOO_LARGE,
                    name + ": the memory does not suffice to decode the image; give Java more (-Xmx), or lower the"
                            + " limits",
                    e);
        } catch (RuntimeException | StackOverflowError e) {
            throw new ImageException(
                    Kind.DAMAGED,
                    name + ": the image is damaged: the decoder failed (" + e + "); fetch or export it again",
                    e);
        }
    }
}
