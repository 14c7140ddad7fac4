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
     * @param model closed with this
     * @throws ConfigurationException if the file cannot be written, or holds answers of another model
     */
    public static RecordingTextModel of(TextModel model, Path file) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            RecordingTextModel recording = new RecordingTextModel(model, file, channel);
            if (channel.size() == 0) {
                recording.append(RecordedAnswer.header(model.identity().name()));
            } else {
                String of = RecordingFile.read(file).of();
                if (!of.equals(model.identity().name())) {
                    channel.close();
                    throw new ConfigurationException(file + ": holds answers of " + of + ", not of "
                            + model.identity().name() + ": name another file with --record");
                }
                channel.position(channel.size());
            }
            return recording;
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
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw cannotWrite(file, e);
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
