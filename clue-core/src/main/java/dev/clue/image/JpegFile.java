package dev.clue.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A JPEG file (ITU-T T.81): baseline or progressive, grey, YCbCr, RGB, CMYK or YCCK. The JDK decodes a copy of it in
 * which only what the decoder needs is left, with an Adobe segment that says how the colours are coded.
 */
final class JpegFile implements ImageFile {

    /** Real files have about ten; each costs the decoder a walk over all pixels. */
    static final int MOST_SCANS = 100;

    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int DQT = 0xdb;
    private static final int DNL = 0xdc;
    private static final int DRI = 0xdd;
    private static final int DHT = 0xc4;
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP2 = 0xe2;
    private static final int APP14 = 0xee;
    private static final int RST0 = 0xd0;
    private static final int RST7 = 0xd7;
    private static final int TEM = 0x01;

    private static final String EXIF = "Exif\0\0";
    private static final String ICC = "ICC_PROFILE\0";
    private static final String ADOBE = "Adobe";

    /** What libjpeg says where data was missing and made up. */
    private static final List<String> HARMLESS_WARNINGS = List.of(
            "extraneous bytes", "unknown jfif revision", "unknown adobe color transform", "invalid sos parameters");

    private final byte[] bytes;
    private final ImageLimits limits;
    private final ByteArrayOutputStream bare = new ByteArrayOutputStream();
    private final Map<Integer, byte[]> iccParts = new TreeMap<>();
    private byte @Nullable [] exif;
    private boolean sawJfif;
    private int adobeTransform = -1;
    private int storedWidth;
    private int storedHeight;
    private int components;
    private boolean idsSayRgb;
    private int scans;
    private Orientation orientation = Orientation.UPRIGHT;

    private JpegFile(byte[] bytes, ImageLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    static JpegFile parse(byte[] bytes, ImageLimits limits) {
        JpegFile file = new JpegFile(bytes, limits);
        file.parse();
        file.orientation = Orientation.of(file.exif);
        return file;
    }

    private void parse() {
        ByteReader in = new ByteReader(bytes);
        in.skip(2);
        int marker = marker(in);
        while (marker != EOI) {
            if (marker == SOS) {
                marker = scan(in);
            } else {
                segment(marker, in);
                marker = marker(in);
            }
        }
        if (scans == 0) {
            throw Refusal.damaged("it has no image data");
        }
        mark(EOI);
    }

    private static int marker(ByteReader in) {
        if (in.u8() != 0xff) {
            throw Refusal.damaged("byte " + (in.position() - 1) + " is no JPEG marker");
        }
        int marker = 0xff;
        while (marker == 0xff) {
            marker = in.u8();
        }
        return marker;
    }

    private void segment(int marker, ByteReader in) {
        if (marker == TEM || (marker >= RST0 && marker <= RST7)) {
            return;
        }
        if (marker == SOI || marker == 0) {
            throw Refusal.damaged("byte " + (in.position() - 1) + " is no JPEG marker");
        }
        int start = in.position();
        ByteReader content = in.part(in.u16() - 2);
        switch (marker) {
            case DQT, DHT, DRI -> copy(marker, start, in.position());
            case APP0 -> sawJfif |= content.startsWith("JFIF\0");
            case APP1 -> exif(content);
            case APP2 -> icc(content);
            case APP14 -> adobe(content);
            case DNL -> throw Refusal.unsupported("the JPEG states its height after the image", reencode());
            default -> {
                if (marker >= 0xc0 && marker <= 0xcf) {
                    frame(marker, content);
                    copy(marker, start, in.position());
                }
            }
        }
    }

    private void exif(ByteReader content) {
        if (exif == null && content.startsWith(EXIF)) {
            content.skip(EXIF.length());
            exif = content.take(content.remaining());
        }
    }

    private void icc(ByteReader content) {
        if (content.startsWith(ICC) && content.remaining() > ICC.length() + 2) {
            content.skip(ICC.length());
            int number = content.u8();
            content.skip(1);
            iccParts.putIfAbsent(number, content.take(content.remaining()));
        }
    }

    private void adobe(ByteReader content) {
        if (content.startsWith(ADOBE) && content.remaining() >= ADOBE.length() + 7) {
            content.skip(ADOBE.length() + 6L);
            adobeTransform = content.u8();
        }
    }

    private void frame(int marker, ByteReader content) {
        if (components != 0) {
            throw Refusal.damaged("it has two frame headers");
        }
        if (marker > 0xc2) {
            String coding = marker > 0xc8 ? "arithmetic coding" : marker == 0xc3 ? "lossless coding" : "a hierarchy";
            throw Refusal.unsupported("the JPEG uses " + coding + ", which is not decoded here", reencode());
        }
        int precision = content.u8();
        if (precision != 8) {
            throw Refusal.unsupported("the JPEG has " + precision + " bits a sample instead of 8", reencode());
        }
        storedHeight = content.u16();
        storedWidth = content.u16();
        components = content.u8();
        if (storedHeight == 0) {
            throw Refusal.unsupported("the JPEG states its height after the image", reencode());
        }
        limits.checkSize(storedWidth, storedHeight);
        if (components != 1 && components != 3 && components != 4) {
            throw Refusal.unsupported("the JPEG has " + components + " colour components", reencode());
        }
        StringBuilder ids = new StringBuilder();
        for (int i = 0; i < components; i++) {
            ids.append((char) content.u8());
            content.skip(2);
        }
        idsSayRgb = ids.toString().equals("RGB");
    }

    /** Copies a scan, and finds the marker after it. */
    private int scan(ByteReader in) {
        if (components == 0) {
            throw Refusal.damaged("image data comes before the frame header");
        }
        scans++;
        if (scans > MOST_SCANS || (long) scans * storedWidth * storedHeight > limits.maxTotalPixels()) {
            throw Refusal.unsupported(
                    "the JPEG has " + MOST_SCANS + " scans or more, which takes too long to decode", reencode());
        }
        if (scans == 1 && components > 1) {
            copyAdobe();
        }
        int start = in.position();
        in.skip(in.u16() - 2L);
        int end = in.position();
        while (end < bytes.length - 1 && !isMarker(end)) {
            end++;
        }
        if (end >= bytes.length - 1) {
            throw Refusal.endsEarly("after " + bytes.length + " bytes without an end mark");
        }
        copy(SOS, start, end);
        in.skip(end - in.position());
        return marker(in);
    }

    private boolean isMarker(int at) {
        int next = bytes[at + 1] & 0xff;
        return bytes[at] == (byte) 0xff && next != 0 && next != 0xff && !(next >= RST0 && next <= RST7);
    }

    private void mark(int marker) {
        if (bare.size() == 0) {
            bare.write(0xff);
            bare.write(SOI);
        }
        bare.write(0xff);
        bare.write(marker);
    }

    private void copy(int marker, int from, int to) {
        mark(marker);
        bare.write(bytes, from, to - from);
    }

    /** States the colour coding, so that the decoder does not guess: the rules are libjpeg's. */
    private void copyAdobe() {
        mark(APP14);
        byte[] content = {0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform()};
        bare.write(content, 0, content.length);
    }

    /** 0: stored as RGB or CMYK; 1: YCbCr; 2: YCCK. */
    private int transform() {
        if (components == 4) {
            return adobeTransform > 0 ? 2 : 0;
        }
        if (sawJfif) {
            return 1;
        }
        if (adobeTransform >= 0) {
            return adobeTransform == 0 ? 0 : 1;
        }
        return idsSayRgb ? 0 : 1;
    }

    private static String reencode() {
        return "save it as an ordinary JPEG or PNG, for example with ImageMagick: magick IN out.png";
    }

    @Override
    public int width() {
        return orientation.width(storedWidth, storedHeight);
    }

    @Override
    public int height() {
        return orientation.height(storedWidth, storedHeight);
    }

    @Override
    public int frameCount() {
        return 1;
    }

    @Override
    public Iterator<RgbImage> frames() {
        return List.of(decode()).iterator();
    }

    private RgbImage decode() {
        List<String> warnings = new ArrayList<>();
        Pixels pixels;
        Optional<ColorProfile> profile = ColorProfile.of(iccProfile(), components);
        if (components == 4) {
            Raster raster = JdkReader.raster("jpeg", bare.toByteArray(), warnings);
            pixels = new CmykPixels(raster, transform() == 2, profile.orElse(null));
        } else {
            BufferedImage image = JdkReader.image("jpeg", bare.toByteArray(), warnings);
            Pixels stored = new SamplePixels(image.getRaster(), components);
            pixels = profile.map(p -> p.over(stored)).orElse(stored);
        }
        for (String warning : warnings) {
            if (HARMLESS_WARNINGS.stream().noneMatch(warning.toLowerCase(Locale.ROOT)::contains)) {
                throw Refusal.damaged(warning);
            }
        }
        return pixels.flatten(orientation);
    }

    private byte @Nullable [] iccProfile() {
        if (iccParts.isEmpty()) {
            return null;
        }
        ByteArrayOutputStream profile = new ByteArrayOutputStream();
        iccParts.values().forEach(profile::writeBytes);
        return profile.toByteArray();
    }
}
