package dev.clue.image;

import dev.clue.image.Canvas.Disposal;
import java.util.ArrayList;
import java.util.List;

/** A frame of a PNG file: where it lies, how it is drawn, and its compressed data. */
final class PngFrame {

    final int width;
    final int height;
    final int left;
    final int top;
    final Disposal disposal;
    final boolean over;

    /** Whether it is the image that only viewers without animation show. */
    final boolean isStill;

    final List<ByteReader> data = new ArrayList<>();

    /** The whole image, without a frame header. */
    PngFrame(int width, int height) {
        this(width, height, 0, 0, Disposal.CLEAR, false, true);
    }

    private PngFrame(int width, int height, int left, int top, Disposal disposal, boolean over, boolean isStill) {
        this.width = width;
        this.height = height;
        this.left = left;
        this.top = top;
        this.disposal = disposal;
        this.over = over;
        this.isStill = isStill;
    }

    /** From an fcTL chunk after its sequence number. */
    static PngFrame control(ByteReader in) {
        int width = (int) Math.min(in.u32(), Integer.MAX_VALUE);
        int height = (int) Math.min(in.u32(), Integer.MAX_VALUE);
        int left = (int) Math.min(in.u32(), Integer.MAX_VALUE);
        int top = (int) Math.min(in.u32(), Integer.MAX_VALUE);
        in.skip(4);
        Disposal disposal = switch (in.u8()) {
            case 0 -> Disposal.KEEP;
            case 1 -> Disposal.CLEAR;
            case 2 -> Disposal.RESTORE;
            default -> throw Refusal.damaged("a frame has a header that makes no sense");
        };
        int blend = in.u8();
        if (blend > 1) {
            throw Refusal.damaged("a frame has a header that makes no sense");
        }
        return new PngFrame(width, height, left, top, disposal, blend == 1, false);
    }

    boolean covers(PngHeader header) {
        return width == header.width() && height == header.height();
    }
}
