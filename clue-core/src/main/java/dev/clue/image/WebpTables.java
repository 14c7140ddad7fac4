package dev.clue.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The constants that the WebP standards print as tables, from {@code webp-tables.txt}. */
final class WebpTables {

    private static final Map<String, int[]> TABLES = read();

    /** Quantiser steps by index, RFC 6386 section 14.1. */
    static final int[] DC_QUANTIZER = table("dc-quantizer", 128);

    static final int[] AC_QUANTIZER = table("ac-quantizer", 128);

    /** By mode above, mode at left, and node of the tree of modes, RFC 6386 section 11.5. */
    static final int[] BLOCK_MODE_PROBABILITIES = table("block-mode-probabilities", 10 * 10 * 9);

    /** By block type, band, context and node, RFC 6386 sections 13.4 and 13.5. */
    static final int[] COEFFICIENT_UPDATE_PROBABILITIES = table("coefficient-update-probabilities", 4 * 8 * 3 * 11);

    static final int[] COEFFICIENT_PROBABILITIES = table("coefficient-probabilities", 4 * 8 * 3 * 11);

    /** Pairs of columns to the left and rows above, RFC 9649 section 3.5.2.2. */
    static final int[] NEIGHBOURS = table("neighbours", 2 * 120);

    private WebpTables() {}

    private static int[] table(String name, int size) {
        int[] table = TABLES.get(name);
        if (table == null || table.length != size) {
            throw new IllegalStateException("webp-tables.txt has no " + size + " numbers of " + name);
        }
        return table;
    }

    private static Map<String, int[]> read() {
        try (InputStream in = WebpTables.class.getResourceAsStream("webp-tables.txt")) {
            if (in == null) {
                throw new IllegalStateException("webp-tables.txt is missing from the library");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("(?m)^#.*\n", "");
            Map<String, int[]> tables = new HashMap<>();
            for (String section : text.strip().split("\n\n", -1)) {
                String[] nameAndNumbers = section.strip().split(":", 2);
                tables.put(
                        nameAndNumbers[0],
                        Arrays.stream(nameAndNumbers[1].strip().split("\\s+"))
                                .mapToInt(Integer::parseInt)
                                .toArray());
            }
            return tables;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
