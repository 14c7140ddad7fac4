package dev.clue.onnx;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Files beside a graph in which it keeps its weights: the {@code external_data} of the tensors in an ONNX file, a
 * protocol buffer by onnx.proto. Read to know what belongs to a graph, and why one did not load.
 */
final class ExternalData {

    /** A larger graph holds its weights itself. */
    private static final long LARGEST_GRAPH = 64L << 20;

    /** How deep messages may lie in one another, as in protocol buffers' own readers. */
    private static final int DEEPEST = 100;

    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int NODE_ATTRIBUTE = 5;
    private static final int ATTRIBUTE_TENSOR = 5;
    private static final int ATTRIBUTE_GRAPH = 6;
    private static final int TENSOR_EXTERNAL_DATA = 13;
    private static final int ENTRY_KEY = 1;
    private static final int ENTRY_VALUE = 2;

    private static final int WIRE_VARINT = 0;
    private static final int WIRE_FIXED64 = 1;
    private static final int WIRE_BYTES = 2;
    private static final int WIRE_FIXED32 = 5;

    /** The bytes that each file must have, by the location that the graph gives. */
    private final Map<String, Long> needed = new TreeMap<>();

    private int depth;

    private ExternalData() {}

    /** What is wrong with the weight files of a graph; empty if nothing is, or the graph itself cannot be read. */
    static Optional<String> problem(Path graph) {
        ExternalData data = new ExternalData();
        try {
            if (Files.size(graph) > LARGEST_GRAPH) {
                return Optional.empty();
            }
            data.message(ByteBuffer.wrap(Files.readAllBytes(graph)), data::model);
            for (Map.Entry<String, Long> entry : data.needed.entrySet()) {
                Path file = graph.resolveSibling(entry.getKey());
                if (!Files.isRegularFile(file)) {
                    return Optional.of(file + " is missing: " + graph.getFileName() + " keeps its weights there");
                }
                if (Files.size(file) < entry.getValue()) {
                    return Optional.of(file + " has " + Files.size(file) + " bytes, but " + graph.getFileName()
                            + " needs " + entry.getValue() + " of it");
                }
            }
        } catch (IOException | BufferUnderflowException | IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** The files in which a graph keeps its weights, as it names them; none if it holds them itself. */
    static Set<String> locations(Path graph) {
        ExternalData data = new ExternalData();
        try {
            if (Files.size(graph) <= LARGEST_GRAPH) {
                data.message(ByteBuffer.wrap(Files.readAllBytes(graph)), data::model);
            }
        } catch (IOException | BufferUnderflowException | IllegalArgumentException e) {
            // What is no graph is refused when it is opened.
        }
        return Set.copyOf(data.needed.keySet());
    }

    private void model(int field, ByteBuffer value) {
        if (field == MODEL_GRAPH) {
            message(value, this::graph);
        }
    }

    private void graph(int field, ByteBuffer value) {
        if (field == GRAPH_INITIALIZER) {
            tensor(value);
        } else if (field == GRAPH_NODE) {
            message(value, this::node);
        }
    }

    private void node(int field, ByteBuffer value) {
        if (field == NODE_ATTRIBUTE) {
            message(value, this::attribute);
        }
    }

    private void attribute(int field, ByteBuffer value) {
        if (field == ATTRIBUTE_TENSOR) {
            tensor(value);
        } else if (field == ATTRIBUTE_GRAPH) {
            message(value, this::graph);
        }
    }

    private void tensor(ByteBuffer value) {
        Map<String, String> entries = new TreeMap<>();
        message(value, (field, entry) -> {
            if (field == TENSOR_EXTERNAL_DATA) {
                String[] pair = {"", ""};
                message(entry, (part, text) -> {
                    if (part == ENTRY_KEY || part == ENTRY_VALUE) {
                        pair[part - ENTRY_KEY] =
                                StandardCharsets.UTF_8.decode(text).toString();
                    }
                });
                entries.put(pair[0], pair[1]);
            }
        });
        String location = entries.get("location");
        if (location != null) {
            long end = Long.parseLong(entries.getOrDefault("offset", "0"))
                    + Long.parseLong(entries.getOrDefault("length", "0"));
            needed.merge(location, end, Math::max);
        }
    }

    private interface Field {
        void read(int number, ByteBuffer value);
    }

    /** Gives the fields of a message that hold bytes, which messages and texts are. */
    private void message(ByteBuffer in, Field each) {
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("nested too deeply");
        }
        while (in.hasRemaining()) {
            long tag = varint(in);
            switch ((int) (tag & 7)) {
                case WIRE_VARINT -> varint(in);
                case WIRE_FIXED64 -> skip(in, Long.BYTES);
                case WIRE_FIXED32 -> skip(in, Integer.BYTES);
                case WIRE_BYTES -> {
                    long length = varint(in);
                    int start = in.position();
                    skip(in, length);
                    each.read((int) (tag >>> 3), in.slice(start, (int) length));
                }
                default -> throw new IllegalArgumentException("no protocol buffer");
            }
        }
        depth--;
    }

    private static void skip(ByteBuffer in, long bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(in.position() + (int) bytes);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("no protocol buffer");
    }
}
