package dev.clue.image;

import dev.clue.error.ImageException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Tells the format from the first bytes. What is not decoded here is refused with the way out. */
final class FormatSniffer {

    private static final int HEAD = 512;
    private static final int SHOWN = 8;
    private static final int FTYP_OFFSET = 4;

    private static final String CONVERT = "convert it to PNG or JPEG, for example with ImageMagick: magick IN out.png";
    private static final String NEITHER_IMAGE = "give it images only";

    private static final List<String> HEIC_BRANDS =
            List.of("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1");
    private static final List<String> AVIF_BRANDS = List.of("avif", "avis");

    /** Formats that are known and not decoded: how they start (ISO 8859-1), what they are, whether they are images. */
    private static final List<Known> KNOWN = List.of(
            image("\u00FF\n", "JPEG XL", "convert it to PNG or JPEG, for example with: djxl IN out.png"),
            image(
                    "\0\0\0\fJXL \r\n\u0087\n",
                    "JPEG XL",
                    "convert it to PNG or JPEG, for example with: djxl IN out.png"),
            image("\0\0\0\fjP  \r\n\u0087\n", "JPEG 2000", CONVERT),
            image("\u00FFO\u00FFQ", "JPEG 2000", CONVERT),
            image("II*\0", "TIFF or a camera's raw format", CONVERT),
            image("MM\0*", "TIFF or a camera's raw format", CONVERT),
            image("II+\0", "TIFF", CONVERT),
            image("\0\0\1\0", "a Windows icon", CONVERT),
            image("\0\0\2\0", "a Windows cursor", CONVERT),
            image("8BPS", "a Photoshop document", "export it as PNG or JPEG"),
            image("gimp xcf", "a GIMP document", "export it as PNG or JPEG"),
            image("qoif", "QOI", CONVERT),
            image("#?RADIANCE", "Radiance HDR", CONVERT),
            image("v/1\1", "OpenEXR", CONVERT),
            image("DDS ", "a DirectDraw surface", CONVERT),
            image("%PDF-", "a PDF document", "render its pages to PNG, for example with: pdftoppm -png IN page"),
            image("%!PS", "a PostScript document", "render its pages to PNG, for example with Ghostscript"),
            other(
                    "version https://git-lfs",
                    "a Git LFS pointer, not the image itself",
                    "fetch the files with: git lfs pull"),
            other("PK\3\4", "a ZIP archive or an office document", "unpack it first"),
            other("\u001F\u008B", "a gzip archive", "unpack it first"),
            other("7z\u00BC\u00AF", "a 7-Zip archive", "unpack it first"),
            other("Rar!", "a RAR archive", "unpack it first"),
            other(
                    "\u001AE\u00DF\u00A3",
                    "a Matroska or WebM video",
                    "extract frames, for example with: ffmpeg -i IN out.gif"),
            other("OggS", "an Ogg file", NEITHER_IMAGE),
            other("\u007FELF", "a program", NEITHER_IMAGE));

    private FormatSniffer() {}

    private record Known(String start, String what, String wayOut, boolean isImage) {}

    private static Known image(String start, String what, String wayOut) {
        return new Known(start, what, wayOut, true);
    }

    private static Known other(String start, String what, String wayOut) {
        return new Known(start, what, wayOut, false);
    }

    /**
     * The format by content; the file's name does not matter.
     *
     * @throws Refusal if the content is none of {@link ImageFormat}
     */
    static ImageFormat sniff(byte[] bytes) {
        if (bytes.length == 0) {
            throw new Refusal(Kind.EMPTY, "the file is empty; fetch or export it again");
        }
        ByteReader head = new ByteReader(bytes);
        if (head.startsWith("\u0089PNG\r\n\u001A\n")) {
            return ImageFormat.PNG;
        }
        if (head.startsWith("\u00FF\u00D8\u00FF")) {
            return ImageFormat.JPEG;
        }
        if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
            return ImageFormat.GIF;
        }
        if (head.startsWith("RIFF")
                && new ByteReader(bytes, Math.min(8, bytes.length), bytes.length).startsWith("WEBP")) {
            return ImageFormat.WEBP;
        }
        if (head.startsWith("BM") && looksLikeBitmap(bytes)) {
            return ImageFormat.BMP;
        }
        throw refuse(bytes, head);
    }

    /** "BM" also starts words: the reserved bytes are zero and the header has a size that occurs. */
    private static boolean looksLikeBitmap(byte[] bytes) {
        if (bytes.length < 18) {
            return bytes.length < 3 || bytes[2] < ' ';
        }
        long headerSize = new ByteReader(bytes, 14, 18).u32le();
        return headerSize >= 12 && headerSize <= 124;
    }

    private static Refusal refuse(byte[] bytes, ByteReader head) {
        if (new ByteReader(bytes, Math.min(FTYP_OFFSET, bytes.length), bytes.length).startsWith("ftyp")) {
            return refuseIsoMedia(bytes);
        }
        for (Known known : KNOWN) {
            if (head.startsWith(known.start())) {
                Kind kind = known.isImage() ? Kind.UNSUPPORTED_FORMAT : Kind.NOT_AN_IMAGE;
                String verb = known.isImage() ? ", which is not decoded here; " : "; ";
                return new Refusal(kind, "the file is " + known.what() + verb + known.wayOut());
            }
        }
        return refuseText(bytes);
    }

    private static Refusal refuseIsoMedia(byte[] bytes) {
        // The major brand, then the compatible ones: a HEIC or AVIF file may have a general brand first.
        String brands = new String(bytes, 8, Math.min(bytes.length, 8 + 64) - 8, StandardCharsets.ISO_8859_1);
        if (AVIF_BRANDS.stream().anyMatch(brands::contains)) {
            return Refusal.unsupported(
                    "the file is AVIF, which is not decoded here",
                    "convert it to PNG or JPEG, for example with: avifdec IN out.png");
        }
        if (HEIC_BRANDS.stream().anyMatch(brands::contains)) {
            return Refusal.unsupported(
                    "the file is HEIC (HEIF), which is not decoded here",
                    "convert it to PNG or JPEG, for example with: heif-convert IN out.jpg");
        }
        return new Refusal(
                Kind.NOT_AN_IMAGE,
                "the file is a video or audio file; extract frames, for example with: ffmpeg -i IN out.gif");
    }

    private static Refusal refuseText(byte[] bytes) {
        int length = Math.min(bytes.length, HEAD);
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("<svg")) {
            return Refusal.unsupported(
                    "the file is SVG, which is not decoded here",
                    "render it to PNG, for example with: rsvg-convert IN -o out.png");
        }
        if (lower.contains("<!doctype html") || lower.contains("<html")) {
            return new Refusal(
                    Kind.NOT_AN_IMAGE,
                    "the file is a web page, perhaps an error page saved instead of an image; fetch the image again");
        }
        if (text.chars().noneMatch(c -> (c < ' ' && !Character.isWhitespace(c)) || c == '\uFFFD')) {
            return new Refusal(Kind.NOT_AN_IMAGE, "the file is text; " + NEITHER_IMAGE);
        }
        String start = HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(bytes.length, SHOWN));
        return new Refusal(
                Kind.NOT_AN_IMAGE,
                "the content is no image format that clue knows (it starts with " + start
                        + "); PNG, JPEG, WebP, GIF and BMP are decoded");
    }
}
