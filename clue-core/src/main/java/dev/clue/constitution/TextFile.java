package dev.clue.constitution;

import dev.clue.constitution.YamlNode.Place;
import dev.clue.error.ConfigurationException;
import dev.clue.error.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a UTF-8 file of bounded size. */
final class TextFile {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private TextFile() {}

    /**
     * The file's text without a byte order mark, or nothing where it is no plain text, too large, empty or not UTF-8; the
     * findings say which.
     *
     * @throws ConfigurationException if the file is missing or cannot be read
     */
    static Optional<String> read(Path file, Findings findings, FileKind kind) {
        byte[] bytes = bytes(file, kind);
        Optional<String> other = FileSigns.of(bytes);
        if (other.isPresent()) {
            findings.add(Place.START, null, "this is " + other.get() + ", and no plain text: " + kind.asText(file));
            return Optional.empty();
        }
        if (bytes.length > kind.maxBytes()) {
            findings.add(
                    Place.START,
                    null,
                    "the file is larger than " + kind.maxBytes() + " bytes and was not parsed: " + kind.makeSmaller());
            return Optional.empty();
        }
        if (isUtf16(bytes)) {
            findings.add(Place.START, null, "the file is UTF-16: save it as UTF-8");
            return Optional.empty();
        }
        return decode(file, bytes, findings, kind).filter(text -> {
            if (text.isBlank()) {
                findings.add(Place.START, null, kind.empty());
                return false;
            }
            return true;
        });
    }

    private static byte[] bytes(Path file, FileKind kind) {
        if (Files.isDirectory(file)) {
            throw new ConfigurationException(file + " is a directory: name the " + kind.words() + "'s file");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new ConfigurationException(
                    file + " is no regular file but a pipe or a device, which is not read: save the text as a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(kind.maxBytes() + 1);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file + " does not exist: check the path", e);
        } catch (IOException e) {
            throw new ConfigurationException(file + " cannot be read: " + IoReason.of(e) + ": make it readable", e);
        }
    }

    private static boolean isUtf16(byte[] bytes) {
        if (bytes.length < 2) {
            return false;
        }
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        return (first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff);
    }

    /** No text in UTF-8 or in an encoding of single bytes has the byte 0. */
    private static boolean isBinary(byte[] bytes) {
        for (byte each : bytes) {
            if (each == 0) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> decode(Path file, byte[] bytes, Findings findings, FileKind kind) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            text = text.substring(1);
        }
        if (result.isError() && isBinary(bytes) && !Prose.isNamedYaml(file)) {
            findings.add(Place.START, null, "this is binary, and no plain text in UTF-8: " + kind.asText(file));
            return Optional.empty();
        }
        if (result.isError()) {
            findings.add(
                    YamlReader.placeAfter(text),
                    null,
                    String.format("byte 0x%02X is not UTF-8: save the file as UTF-8", bytes[in.position()] & 0xff));
            return Optional.empty();
        }
        return Optional.of(text);
    }
}
