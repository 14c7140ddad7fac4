package dev.clue.model;

import dev.clue.image.RgbImage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Numbers that look random and depend on content alone. */
public final class Hashes {

    private Hashes() {}

    /** A source of randomness that is the same for the same seed, image and text. */
    public static Random random(long seed, @Nullable RgbImage image, String text) {
        long hash = mix(seed, text.hashCode());
        if (image != null) {
            hash = mix(hash, image.width());
            for (byte sample : image.bytes()) {
                hash = hash * 31 + sample;
            }
            hash = mix(hash, image.height());
        }
        return new Random(hash);
    }

    /** A digest in the form of a model's. */
    public static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long mix(long a, long b) {
        long z = a * 0x9E3779B97F4A7C15L + b;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
