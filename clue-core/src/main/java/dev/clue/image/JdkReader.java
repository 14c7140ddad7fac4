package dev.clue.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The decoders of the JDK itself, also where other ImageIO plug-ins are on the class path. They get one image in
 * memory, with the metadata taken out, so no metadata parser and no cache file is involved.
 */
final class JdkReader {

    private static final int MOST_WARNINGS = 16;

    private JdkReader() {}

    /** Decodes to samples without any colour conversion. */
    static Raster raster(String format, byte[] bytes, List<String> warnings) {
        return decode(format, bytes, reader -> reader.readRaster(0, null), warnings);
    }

    /** Decodes to an image in whatever layout the file has, and collects the decoder's warnings. */
    static BufferedImage image(String format, byte[] bytes, List<String> warnings) {
        return decode(format, bytes, reader -> reader.read(0), warnings);
    }

    private static <T> T decode(String format, byte[] bytes, Decoding<T> decoding, List<String> warnings) {
        ImageReader reader = reader(format);
        List<String> heard = new CopyOnWriteArrayList<>();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.addIIOReadWarningListener((source, warning) -> {
                if (heard.size() < MOST_WARNINGS) {
                    heard.add(warning);
                }
            });
            reader.setInput(in, true, true);
            T decoded = decoding.decode(reader);
            warnings.addAll(heard);
            return decoded;
        } catch (IOException e) {
            throw Refusal.damaged(message(e));
        } finally {
            reader.dispose();
        }
    }

    private static String message(IOException e) {
        String message = e.getMessage();
        Throwable cause = e.getCause();
        if (cause != null && cause.getMessage() != null) {
            message = message + " (" + cause.getMessage() + ")";
        }
        return message == null ? "it cannot be decoded" : message.strip().toLowerCase(Locale.ROOT);
    }

    private static ImageReader reader(String format) {
        Iterator<ImageReaderSpi> providers =
                IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
        while (providers.hasNext()) {
            ImageReaderSpi provider = providers.next();
            boolean ofTheJdk = provider.getClass().getModule() == ImageIO.class.getModule();
            if (ofTheJdk && List.of(provider.getFormatNames()).contains(format)) {
                try {
                    return provider.createReaderInstance();
                } catch (IOException e) {
                    throw new IllegalStateException("the JDK's " + format + " decoder does not start", e);
                }
            }
        }
        throw new IllegalStateException("this Java has no " + format + " decoder: module java.desktop is incomplete");
    }

    private interface Decoding<T> {
        T decode(ImageReader reader) throws IOException;
    }
}
