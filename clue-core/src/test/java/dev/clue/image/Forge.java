package dev.clue.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Puts hostile image files together. */
final class Forge {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Characters of ISO 8859-1 as bytes. */
    Forge text(String latin) {
        out.writeBytes(latin.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    Forge bytes(int... values) {
        for (int value : values) {
            out.write(value);
        }
        return this;
    }

    Forge bytes(byte[] values) {
        out.writeBytes(values);
        return this;
    }

    Forge int16(int value) {
        return bytes(value >> 8, value);
    }

    Forge int32(long value) {
        return int16((int) (value >> 16)).int16((int) value);
    }

    Forge int16le(int value) {
        return bytes(value, value >> 8);
    }

    Forge int24le(int value) {
        return bytes(value, value >> 8, value >> 16);
    }

    Forge int32le(long value) {
        return int16le((int) value).int16le((int) (value >> 16));
    }

    byte[] done() {
        return out.toByteArray();
    }

    static byte[] pngChunk(String type, byte[] content) {
        byte[] typed = new Forge().text(type).bytes(content).done();
        CRC32 crc = new CRC32();
        crc.update(typed);
        return new Forge()
                .int32(content.length)
                .bytes(typed)
                .int32(crc.getValue())
                .done();
    }

    static byte[] pngHeader(int width, int height, int depth, int colorType, int interlace) {
        return pngChunk(
                "IHDR",
                new Forge()
                        .int32(width)
                        .int32(height)
                        .bytes(depth, colorType, 0, 0, interlace)
                        .done());
    }

    /** A PNG of the given chunks, between signature and end. */
    static byte[] png(byte[]... chunks) {
        Forge png = new Forge().text("\u0089PNG\r\n\u001A\n");
        for (byte[] chunk : chunks) {
            png.bytes(chunk);
        }
        return png.bytes(pngChunk("IEND", new byte[0])).done();
    }

    /** Zeros, compressed as well as can be. */
    static byte[] deflatedZeros(int count) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        Deflater best = new Deflater(Deflater.BEST_COMPRESSION);
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(compressed, best)) {
            byte[] block = new byte[1 << 16];
            for (int left = count; left > 0; left -= block.length) {
                deflate.write(block, 0, Math.min(left, block.length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            best.end();
        }
        return compressed.toByteArray();
    }

    static byte[] riff(byte[]... chunks) {
        Forge content = new Forge().text("WEBP");
        for (byte[] chunk : chunks) {
            content.bytes(chunk);
        }
        byte[] bytes = content.done();
        return new Forge().text("RIFF").int32le(bytes.length).bytes(bytes).done();
    }

    static byte[] riffChunk(String type, byte[] content) {
        return new Forge()
                .text(type)
                .int32le(content.length)
                .bytes(content)
                .bytes(new byte[content.length % 2])
                .done();
    }

    /** A GIF canvas with two colours. */
    static Forge gif(int width, int height) {
        return new Forge()
                .text("GIF89a")
                .int16le(width)
                .int16le(height)
                .bytes(0x80, 0, 0)
                .bytes(0, 0, 0, 255, 255, 255);
    }

    /** A frame of one pixel. */
    Forge gifPixel() {
        return bytes(0x2c).int16le(0).int16le(0).int16le(1).int16le(1).bytes(0, 2, 2, 0x44, 0x01, 0);
    }

    static byte[] jpegSegment(int marker, byte[] content) {
        return new Forge()
                .bytes(0xff, marker)
                .int16(content.length + 2)
                .bytes(content)
                .done();
    }

    /** A grey JPEG up to its frame header. */
    static Forge jpeg(int frameMarker, int precision, int width, int height) {
        byte[] frame = new Forge()
                .bytes(precision)
                .int16(height)
                .int16(width)
                .bytes(1, 1, 0x11, 0)
                .done();
        return new Forge().bytes(0xff, 0xd8).bytes(jpegSegment(frameMarker, frame));
    }
}
