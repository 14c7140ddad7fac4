package dev.clue.openai;

import dev.clue.image.RgbImage;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * An image as it is sent: always the same bytes for the same pixels. As PNG, which loses nothing; where that is large, as
 * with photographs, as JPEG of high quality. Longer sides than models look at are made smaller first.
 *
 * @param dataUri the image itself
 */
record Picture(String dataUri) {

    /** Version of how images are encoded: part of what a model's answers depend on. */
    static final String VERSION = "1";

    private static final int LONGEST_SIDE = 2048;
    private static final int LARGEST_PNG = 1 << 20;
    private static final float JPEG_QUALITY = 0.95f;

    static Picture of(RgbImage image) {
        BufferedImage pixels = pixels(image);
        int side = Math.max(image.width(), image.height());
        if (side > LONGEST_SIDE) {
            pixels = smaller(pixels, (double) LONGEST_SIDE / side);
        }
        try {
            byte[] png = encoded(pixels, "png");
            return png.length <= LARGEST_PNG ? uri("image/png", png) : uri("image/jpeg", encoded(pixels, "jpeg"));
        } catch (IOException e) {
            throw new IllegalStateException("encoding an image in memory failed", e);
        }
    }

    private static Picture uri(String type, byte[] bytes) {
        return new Picture("data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes));
    }

    private static BufferedImage pixels(RgbImage image) {
        BufferedImage pixels = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        int[] row = new int[image.width()];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                row[x] = image.sample(x, y, 0) << 16 | image.sample(x, y, 1) << 8 | image.sample(x, y, 2);
            }
            pixels.setRGB(0, y, image.width(), 1, row, 0, image.width());
        }
        return pixels;
    }

    private static BufferedImage smaller(BufferedImage pixels, double scale) {
        int width = Math.max(1, (int) Math.round(pixels.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(pixels.getHeight() * scale));
        BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scaled.createGraphics();
        try {
            graphics.drawImage(pixels.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), 0, 0, null);
        } finally {
            graphics.dispose();
        }
        return scaled;
    }

    private static byte[] encoded(BufferedImage pixels, String format) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam settings = writer.getDefaultWriteParam();
            if (format.equals("jpeg")) {
                settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                settings.setCompressionQuality(JPEG_QUALITY);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(pixels, null, null), settings);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
