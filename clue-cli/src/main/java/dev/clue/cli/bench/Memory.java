package dev.clue.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Memory of this process.
 *
 * @param residentBytes what it holds of the machine's memory; empty where the system does not say
 * @param peakResidentBytes the most that it has held
 * @param heapBytes what Java objects take
 */
record Memory(OptionalLong residentBytes, OptionalLong peakResidentBytes, long heapBytes) {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long KIBIBYTE = 1024;

    static Memory now() {
        Runtime runtime = Runtime.getRuntime();
        List<String> lines = status();
        return new Memory(value(lines, "VmRSS:"), value(lines, "VmHWM:"), runtime.totalMemory() - runtime.freeMemory());
    }

    private static List<String> status() {
        try {
            return Files.exists(STATUS) ? Files.readAllLines(STATUS) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static OptionalLong value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
                .findFirst();
    }
}
