package dev.clue.recording;

import dev.clue.error.ConfigurationException;
import dev.clue.model.ModelIdentity;
import dev.clue.model.TextAnswer;
import dev.clue.model.TextModel;
import dev.clue.model.TextRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A text model whose answers are kept, one JSON line each, as they come. A file that is there is continued. The file
 * holds the prompts and so the policy, and nothing of the model but its name and answers.
 */
public final class RecordingTextModel implements TextModel {

    private final TextModel model;
    private final Path file;
    private final FileChannel channel;

    private RecordingTextModel(TextModel model, Path file, FileChannel channel) {
        this.model = model;
        this.file = file;
        this.channel = channel;
    }

    /**
     * Records a model.
     *
     * @param model closed with this, or when its answers cannot be recorded
     * @throws ConfigurationException if the file cannot be written, or holds answers of another model
     */
    public static RecordingTextModel of(TextModel model, Path file) {
        try {
            return new RecordingTextModel(model, file, channel(model.identity().name(), file));
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** At the file's end, behind its last whole line. */
    private static FileChannel channel(String name, Path file) {
        try {
            boolean continues = Files.exists(file) && Files.size(file) > 0;
            if (continues) {
                String of = RecordingFile.read(file).of();
                if (!of.equals(name)) {
                    throw new ConfigurationException(file + ": holds answers of " + of + ", not of " + name
                            + ": name another file with --record");
                }
            }
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (continues) {
                byte[] text = Files.readAllBytes(file);
                int end = text.length;
                while (end > 0 && text[end - 1] != '\n') {
                    end--;
                }
                String rest = new String(text, end, text.length - end, StandardCharsets.UTF_8);
                if (RecordingFile.isJson(rest)) {
                    channel.position(text.length);
                    channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
                } else {
                    channel.truncate(end).position(end);
                }
            } else {
                write(channel, RecordedAnswer.header(name));
            }
            return channel;
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    @Override
    public ModelIdentity identity() {
        return model.identity();
    }

    @Override
    public TextAnswer answer(TextRequest request) {
        TextAnswer answer = model.answer(request);
        append(RecordedAnswer.line(request, answer.text(), answer.ending()));
        return answer;
    }

    private synchronized void append(String line) {
        try {
            write(channel, line);
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private static void write(FileChannel channel, String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static ConfigurationException cannotWrite(Path file, IOException e) {
        return new ConfigurationException(
                file + ": answers cannot be recorded (" + e.getMessage() + "): name another file with --record", e);
    }

    @Override
    public void close() {
        try (model) {
            channel.close();
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }
}
