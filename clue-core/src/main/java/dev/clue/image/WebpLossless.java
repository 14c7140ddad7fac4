package dev.clue.image;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A lossless WebP stream (VP8L; RFC 9649, section 3). */
final class WebpLossless {

    private static final int PREDICTION = 0;
    private static final int COLOR = 1;
    private static final int GREEN = 2;

    private final Vp8lBits in;
    private final Vp8lEntropy entropy;
    private final int height;
    private final Deque<UnaryOperator<int[]>> undo = new ArrayDeque<>();
    private int codedWidth;

    private WebpLossless(ByteReader in, int width, int height) {
        this.in = new Vp8lBits(in);
        this.entropy = new Vp8lEntropy(this.in);
        this.height = height;
        this.codedWidth = width;
    }

    /** Decodes a stream with its header, whose sizes are known. */
    static int[] decode(ByteReader in, int width, int height) {
        in.skip(1);
        long header = in.u32le();
        if (header >> 29 != 0) {
            throw Refusal.damaged("its lossless data has an unknown version");
        }
        return decodeHeaderless(in, width, height);
    }

    /** Decodes a stream whose header is left out, to one ARGB number a pixel. */
    static int[] decodeHeaderless(ByteReader in, int width, int height) {
        return new WebpLossless(in, width, height).decode();
    }

    private int[] decode() {
        Set<Integer> seen = new HashSet<>();
        while (in.flag()) {
            int type = in.read(2);
            if (!seen.add(type)) {
                throw Refusal.damaged("its lossless data has a transform twice");
            }
            transform(type);
        }
        int[] pixels = entropy.read(codedWidth, height, true);
        for (UnaryOperator<int[]> step : undo) {
            pixels = step.apply(pixels);
        }
        return pixels;
    }

    private void transform(int type) {
        int columns = codedWidth;
        switch (type) {
            case PREDICTION, COLOR -> {
                int bits = in.read(3) + 2;
                int[] tiles = entropy.read(Vp8lEntropy.tiles(columns, bits), Vp8lEntropy.tiles(height, bits), false);
                undo.push(pixels -> {
                    if (type == PREDICTION) {
                        Vp8lTransforms.addPrediction(pixels, columns, height, tiles, bits);
                    } else {
                        Vp8lTransforms.addColor(pixels, columns, height, tiles, bits);
                    }
                    return pixels;
                });
            }
            case GREEN ->
                undo.push(pixels -> {
                    Vp8lTransforms.addGreen(pixels);
                    return pixels;
                });
            default -> colorTable(columns);
        }
    }

    private void colorTable(int columns) {
        int size = in.read(8) + 1;
        int[] colors = entropy.read(size, 1, false);
        for (int i = 1; i < size; i++) {
            colors[i] = Vp8lTransforms.add(colors[i], colors[i - 1]);
        }
        int packing = size <= 2 ? 3 : size <= 4 ? 2 : size <= 16 ? 1 : 0;
        codedWidth = Vp8lEntropy.tiles(columns, packing);
        undo.push(pixels -> Vp8lTransforms.lookUp(pixels, columns, height, colors, packing));
    }
}
