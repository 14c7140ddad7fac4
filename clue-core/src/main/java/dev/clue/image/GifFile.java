package dev.clue.image;

import dev.clue.image.Canvas.Disposal;
import dev.clue.image.Canvas.Step;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A GIF file (GIF89a), of which every frame is composed as a browser shows it. */
final class GifFile implements ImageFile {

    private static final int SIGNATURE_BYTES = 6;
    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2c;
    private static final int TRAILER = 0x3b;
    private static final int PADDING = 0x00;
    private static final int GRAPHIC_CONTROL = 0xf9;

    private final byte[] bytes;
    private final ImageLimits limits;
    private final List<Frame> frames = new ArrayList<>();
    private int width;
    private int height;
    private @Nullable GifColors globalColors;

    private GifFile(byte[] bytes, ImageLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    /** A frame; {@code dataAt} is where its minimum code size stands. */
    private record Frame(
            int left,
            int top,
            int width,
            int height,
            boolean interlaced,
            GifColors colors,
            int transparent,
            Disposal disposal,
            int dataAt) {}

    static GifFile parse(byte[] bytes, ImageLimits limits) {
        GifFile file = new GifFile(bytes, limits);
        file.parse();
        return file;
    }

    private void parse() {
        ByteReader in = new ByteReader(bytes);
        in.skip(SIGNATURE_BYTES);
        width = in.u16le();
        height = in.u16le();
        int flags = in.u8();
        in.skip(2);
        globalColors = colors(in, flags);
        int transparent = -1;
        Disposal disposal = Disposal.KEEP;
        int block = in.u8();
        while (block != TRAILER) {
            switch (block) {
                case EXTENSION -> {
                    if (in.u8() == GRAPHIC_CONTROL && in.remaining() > 5) {
                        ByteReader control = new ByteReader(bytes, in.position() + 1, in.position() + 5);
                        int packed = control.u8();
                        control.skip(2);
                        transparent = (packed & 1) == 1 ? control.u8() : -1;
                        disposal = disposal(packed >> 2 & 7);
                    }
                    skipBlocks(in);
                }
                case IMAGE -> {
                    image(in, transparent, disposal);
                    transparent = -1;
                    disposal = Disposal.KEEP;
                }
                case PADDING -> {}
                default -> throw Refusal.damaged("byte " + (in.position() - 1) + " starts no part of a GIF");
            }
            block = in.u8();
        }
        if (frames.isEmpty()) {
            throw Refusal.damaged("it has no image data");
        }
    }

    private static Disposal disposal(int code) {
        return switch (code) {
            case 2 -> Disposal.CLEAR;
            case 3 -> Disposal.RESTORE;
            default -> Disposal.KEEP;
        };
    }

    private void image(ByteReader in, int transparent, Disposal disposal) {
        int left = in.u16le();
        int top = in.u16le();
        int frameWidth = in.u16le();
        int frameHeight = in.u16le();
        int flags = in.u8();
        GifColors local = colors(in, flags);
        GifColors colors = local == null ? globalColors : local;
        if (colors == null) {
            throw Refusal.damaged("a frame has no colours");
        }
        limits.checkSize(frameWidth, frameHeight);
        if (frames.isEmpty()) {
            // As browsers do: a first frame that does not fit makes the image larger.
            width = Math.max(width, left + frameWidth);
            height = Math.max(height, top + frameHeight);
            limits.checkSize(width, height);
        }
        int dataAt = in.position();
        in.skip(1);
        skipBlocks(in);
        boolean interlaced = (flags & 0x40) != 0;
        frames.add(new Frame(left, top, frameWidth, frameHeight, interlaced, colors, transparent, disposal, dataAt));
        limits.checkFrames(frames.size(), width, height);
    }

    private static @Nullable GifColors colors(ByteReader in, int flags) {
        return (flags & 0x80) == 0 ? null : new GifColors(in, 2 << (flags & 7));
    }

    private static void skipBlocks(ByteReader in) {
        int size = in.u8();
        while (size != 0) {
            in.skip(size);
            size = in.u8();
        }
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int frameCount() {
        return frames.size();
    }

    @Override
    public Iterator<RgbImage> frames() {
        return Canvas.show(width, height, Orientation.UPRIGHT, frames.size(), index -> {
            Frame frame = frames.get(index);
            return new Step(decode(frame), frame.left(), frame.top(), true, frame.disposal());
        });
    }

    private Pixels decode(Frame frame) {
        ByteReader in = new ByteReader(bytes, frame.dataAt(), bytes.length);
        byte[] indices = GifLzw.decode(in, frame.width() * frame.height());
        return new Pixels() {
            @Override
            public int width() {
                return frame.width();
            }

            @Override
            public int height() {
                return frame.height();
            }

            @Override
            public void row(int y, int[] row) {
                int stored = frame.interlaced() ? storedRow(y, frame.height()) : y;
                for (int x = 0; x < frame.width(); x++) {
                    int index = indices[stored * frame.width() + x] & 0xff;
                    row[x] = index == frame.transparent() ? 0 : frame.colors().argb(index);
                }
            }
        };
    }

    /** Rows come in four passes: every eighth, the ones between, every fourth between those, every second. */
    private static int storedRow(int y, int height) {
        int eighths = (height + 7) / 8;
        int quarters = (height + 3) / 8;
        int halves = (height + 1) / 4;
        if (y % 8 == 0) {
            return y / 8;
        }
        if (y % 8 == 4) {
            return eighths + y / 8;
        }
        if (y % 4 == 2) {
            return eighths + quarters + y / 4;
        }
        return eighths + quarters + halves + y / 2;
    }
}
