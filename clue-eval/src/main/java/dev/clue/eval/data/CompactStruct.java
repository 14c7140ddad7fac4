package dev.clue.eval.data;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** As much of Thrift's compact protocol as is needed to find numbers in a struct and to skip the rest. */
final class CompactStruct {

    private static final int STOP = 0;
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int BYTE = 3;
    private static final int I16 = 4;
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int DOUBLE = 7;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int SET = 10;
    private static final int MAP = 11;
    private static final int STRUCT = 12;

    private static final int LONG_LIST = 15;
    private static final int LONGEST_VARINT = 10;
    private static final int DEEPEST = 16;

    private CompactStruct() {}

    /** Reads a field's value, and all of it. */
    @FunctionalInterface
    interface Field {
        void read(int id, int type, ByteBuffer in);
    }

    /**
     * Reads a struct.
     *
     * @throws BufferUnderflowException if it goes on after the end
     * @throws IllegalArgumentException if it is none
     */
    static void read(ByteBuffer in, Field fields) {
        int id = 0;
        for (int head = in.get() & 0xff; head != STOP; head = in.get() & 0xff) {
            int delta = head >> 4;
            id = delta == 0 ? (int) zigzag(varint(in)) : id + delta;
            fields.read(id, head & 0xf, in);
        }
    }

    static void nested(int type, ByteBuffer in, Field fields) {
        require(type == STRUCT);
        read(in, fields);
    }

    static int integer(int type, ByteBuffer in) {
        require(type == I16 || type == I32);
        return (int) zigzag(varint(in));
    }

    static void skip(int type, ByteBuffer in) {
        skip(type, in, 0);
    }

    private static void skip(int type, ByteBuffer in, int depth) {
        require(depth < DEEPEST);
        switch (type) {
            case TRUE, FALSE -> {}
            case BYTE -> in.get();
            case I16, I32, I64 -> varint(in);
            case DOUBLE -> advance(in, Double.BYTES);
            case BINARY -> advance(in, varint(in));
            case LIST, SET -> {
                int head = in.get() & 0xff;
                long size = head >> 4 == LONG_LIST ? varint(in) : head >> 4;
                skipElements(size, head & 0xf, in, depth);
            }
            case MAP -> {
                long size = varint(in);
                int types = size == 0 ? 0 : in.get() & 0xff;
                for (long i = 0; i < size; i++) {
                    skipElements(1, types >> 4, in, depth);
                    skipElements(1, types & 0xf, in, depth);
                }
            }
            case STRUCT -> read(in, (id, inner, rest) -> skip(inner, rest, depth + 1));
            default -> throw new IllegalArgumentException();
        }
    }

    /** Unlike in a field, a truth in a list has a byte. */
    private static void skipElements(long size, int type, ByteBuffer in, int depth) {
        require(size >= 0);
        for (long i = 0; i < size; i++) {
            skip(type == TRUE || type == FALSE ? BYTE : type, in, depth + 1);
        }
    }

    private static void advance(ByteBuffer in, long bytes) {
        require(bytes >= 0);
        if (bytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(in.position() + (int) bytes);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException();
    }

    private static long zigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException();
        }
    }
}
