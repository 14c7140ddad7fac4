package dev.clue.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads numbers from part of an array; reading past the end is a refusal, not a crash. */
final class ByteReader {

    private final byte[] bytes;
    private final int end;
    private int at;

    ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    ByteReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    int position() {
        return at;
    }

    int remaining() {
        return end - at;
    }

    int u8() {
        need(1);
        return bytes[at++] & 0xff;
    }

    int u16() {
        return u8() << 8 | u8();
    }

    long u32() {
        return (long) u16() << 16 | u16();
    }

    int u16le() {
        return u8() | u8() << 8;
    }

    int u24le() {
        return u16le() | u8() << 16;
    }

    long u32le() {
        return u16le() | (long) u16le() << 16;
    }

    /** Four ASCII letters. */
    String fourCc() {
        need(4);
        at += 4;
        return new String(bytes, at - 4, 4, StandardCharsets.ISO_8859_1);
    }

    void skip(long count) {
        need(count);
        at += (int) count;
    }

    byte[] take(long count) {
        need(count);
        byte[] part = new byte[(int) count];
        System.arraycopy(bytes, at, part, 0, part.length);
        at += part.length;
        return part;
    }

    /** A reader of the next bytes, which this one skips. */
    ByteReader part(long count) {
        need(count);
        int from = at;
        at += (int) count;
        return new ByteReader(bytes, from, at);
    }

    /** Another reader of what remains. */
    ByteReader copy() {
        return new ByteReader(bytes, at, end);
    }

    /** Writes all that remains, which stays to be read. */
    void writeTo(ByteArrayOutputStream out) {
        out.write(bytes, at, end - at);
    }

    boolean startsWith(String ascii) {
        if (remaining() < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if ((bytes[at + i] & 0xff) != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void need(long count) {
        if (count < 0 || count > end - at) {
            throw Refusal.endsEarly("after " + end + " bytes");
        }
    }
}
