package dev.clue.eval.diff;

import dev.clue.error.ConfigurationException;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.VerdictJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what {@code clue judge --format jsonl} wrote. An image that a model could not be asked about, and that was judged
 * again, has several verdicts, and the last one counts. The file may begin with a byte order mark.
 */
public final class VerdictFile {

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String ADVICE = "give a file that clue judge --format jsonl has written";

    private VerdictFile() {}

    /**
     * Reads all verdicts of a run; they are held in memory.
     *
     * @throws ConfigurationException if the file cannot be read, a line is no verdict or is not finished, an image is
     *     there twice although a model was asked about it, or its verdicts were not all made in the same way; the message names the line
     */
    public static VerdictRun read(Path file) {
        Map<String, ImageVerdict> verdicts = new LinkedHashMap<>();
        Map<String, Long> lines = new LinkedHashMap<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            boolean finished = endsWithLineFeed(file);
            long number = 0;
            String line = reader.readLine();
            while (line != null) {
                String next = reader.readLine();
                number++;
                if (number == 1 && line.startsWith(BYTE_ORDER_MARK)) {
                    line = line.substring(BYTE_ORDER_MARK.length());
                }
                if (!line.isBlank()) {
                    ImageVerdict verdict = parse(file, number, line, next != null || finished);
                    String uri = verdict.image().uri();
                    Long earlier = lines.put(uri, number);
                    ImageVerdict before = verdicts.get(uri);
                    if (before != null && !before.lacksModel()) {
                        throw new ConfigurationException(file + ":" + number + ": " + uri + " has a verdict on line "
                                + earlier + " already: remove one of the lines");
                    }
                    verdicts.put(uri, verdict);
                    requireSameMaking(file, number, verdicts, verdict);
                }
                line = next;
            }
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file + ": does not exist: " + ADVICE, e);
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(file + ": not UTF-8, so no verdict file: " + ADVICE, e);
        } catch (IOException e) {
            throw new ConfigurationException(
                    file + ": cannot be read (" + e.getMessage() + "): check path and permissions", e);
        }
        return new VerdictRun(file.toString(), verdicts);
    }

    private static ImageVerdict parse(Path file, long number, String line, boolean finished) {
        try {
            return VerdictJson.read(line);
        } catch (ConfigurationException e) {
            throw new ConfigurationException(
                    finished
                            ? file + ":" + number + ": " + e.getMessage()
                            : file + ":" + number + ": the last line is not finished, so the run is not either: finish"
                                    + " it with clue judge --resume",
                    e);
        }
    }

    private static boolean endsWithLineFeed(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.size() == 0 || (channel.read(last, channel.size() - 1) == 1 && last.get(0) == '\n');
        }
    }

    private static void requireSameMaking(
            Path file, long number, Map<String, ImageVerdict> verdicts, ImageVerdict verdict) {
        List<Difference> differences =
                Difference.between(verdicts.values().iterator().next(), verdict);
        if (!differences.isEmpty()) {
            throw new ConfigurationException(file + ":" + number + ": made in another way than the first verdict of the"
                    + " file (" + differences.getFirst() + "): compare one run with one other");
        }
    }
}
