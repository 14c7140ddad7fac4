package dev.clue.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4), written as 64 lower-case hex digits. */
public final class Sha256 {

    private Sha256() {}

    /** Over the pieces, one after another. */
    public static String of(byte[]... pieces) {
        MessageDigest digest = start();
        for (byte[] piece : pieces) {
            digest.update(piece);
        }
        return hex(digest);
    }

    /** Over texts in UTF-8, each marked off by its length so that no two lists of texts agree by chance. */
    public static String ofParts(String... parts) {
        MessageDigest digest = start();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
        return hex(digest);
    }

    /** A digest over nothing yet, for what comes piece by piece. */
    public static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What a digest has come to; it starts anew. */
    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
