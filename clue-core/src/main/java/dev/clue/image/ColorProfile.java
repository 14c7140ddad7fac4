package dev.clue.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An embedded ICC profile, as a way to sRGB. Not for use by several threads. A profile that is damaged, of another
 * kind than the pixels, or sRGB for all practical purposes is no profile: the pixels are taken as sRGB, which is what
 * browsers do.
 */
final class ColorProfile {

    /** Larger profiles are ignored; printing profiles reach 2 MB. */
    static final int MAX_BYTES = 4 << 20;

    private static final int GRID = 9;

    private final ColorConvertOp toSrgb;
    private final int components;

    private ColorProfile(ICC_Profile profile, int components) {
        ICC_Profile srgb = ICC_Profile.getInstance(ColorSpace.CS_sRGB);
        this.toSrgb = new ColorConvertOp(new ICC_Profile[] {profile, srgb}, null);
        this.components = components;
    }

    /**
     * @param icc the profile, or null if there is none
     * @param components 1 for grey, 3 for red, green and blue, 4 for cyan, magenta, yellow and black
     */
    static Optional<ColorProfile> of(byte @Nullable [] icc, int components) {
        if (icc == null || icc.length > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            ICC_Profile profile = ICC_Profile.getInstance(icc);
            if (profile.getColorSpaceType() != colorSpace(components) || !describesPixels(profile)) {
                return Optional.empty();
            }
            ColorProfile usable = new ColorProfile(profile, components);
            return usable.changesAnything() ? Optional.of(usable) : Optional.empty();
        } catch (RuntimeException e) {
            // CMMException, IllegalArgumentException and others, as the damage has it.
            return Optional.empty();
        }
    }

    private static int colorSpace(int components) {
        return switch (components) {
            case 1 -> ColorSpace.TYPE_GRAY;
            case 3 -> ColorSpace.TYPE_RGB;
            default -> ColorSpace.TYPE_CMYK;
        };
    }

    private static boolean describesPixels(ICC_Profile profile) {
        return switch (profile.getProfileClass()) {
            case ICC_Profile.CLASS_INPUT,
                    ICC_Profile.CLASS_DISPLAY,
                    ICC_Profile.CLASS_OUTPUT,
                    ICC_Profile.CLASS_COLORSPACECONVERSION -> true;
            default -> false;
        };
    }

    /** Tries a grid of colours; this also brings a damaged profile to light. */
    private boolean changesAnything() {
        int count = (int) Math.pow(GRID, components);
        byte[] in = new byte[count * components];
        for (int i = 0; i < count; i++) {
            for (int c = 0, rest = i; c < components; c++, rest /= GRID) {
                in[i * components + c] = (byte) (255 * (rest % GRID) / (GRID - 1));
            }
        }
        byte[] out = convert(in, count);
        if (components == 4) {
            return true;
        }
        for (int i = 0; i < 3 * count; i++) {
            int before = in[components == 1 ? i / 3 : i] & 0xff;
            if (Math.abs(before - (out[i] & 0xff)) > 1) {
                return true;
            }
        }
        return false;
    }

    /** From pixels of this profile to red, green and blue, interleaved. */
    byte[] convert(byte[] pixels, int count) {
        WritableRaster in = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, count, 1, components, null);
        in.setDataElements(0, 0, count, 1, pixels);
        WritableRaster out = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, count, 1, 3, null);
        toSrgb.filter(in, out);
        return (byte[]) out.getDataElements(0, 0, count, 1, null);
    }

    /** Converts red, green and blue of a row in place and leaves alpha alone. */
    void convertRow(int[] argb, int width) {
        byte[] in = new byte[components * width];
        for (int x = 0; x < width; x++) {
            if (components == 1) {
                in[x] = (byte) argb[x];
            } else {
                in[3 * x] = (byte) (argb[x] >> 16);
                in[3 * x + 1] = (byte) (argb[x] >> 8);
                in[3 * x + 2] = (byte) argb[x];
            }
        }
        byte[] out = convert(in, width);
        for (int x = 0; x < width; x++) {
            argb[x] = (argb[x] & 0xff000000)
                    | (out[3 * x] & 0xff) << 16
                    | (out[3 * x + 1] & 0xff) << 8
                    | (out[3 * x + 2] & 0xff);
        }
    }

    /** The same pixels in sRGB. */
    Pixels over(Pixels pixels) {
        return new Pixels() {
            @Override
            public int width() {
                return pixels.width();
            }

            @Override
            public int height() {
                return pixels.height();
            }

            @Override
            public void row(int y, int[] row) {
                pixels.row(y, row);
                convertRow(row, width());
            }
        };
    }
}
