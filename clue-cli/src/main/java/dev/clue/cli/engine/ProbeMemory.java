package dev.clue.cli.engine;

import dev.clue.model.ModelIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers for a day which models were found to see, so that each is asked once: a server may be another one behind the
 * same address tomorrow. A memory only saves time; whatever happens to it changes nothing else.
 *
 * @param folder one small file a model
 * @param clock tells how old they are
 */
public record ProbeMemory(Path folder, Clock clock) {

    private static final Logger LOG = LoggerFactory.getLogger(ProbeMemory.class);
    private static final Duration REMEMBERED = Duration.ofDays(1);

    /** A memory in a folder, which is made when it is needed. */
    public static ProbeMemory in(Path folder) {
        return new ProbeMemory(folder, Clock.systemUTC());
    }

    /** Whether the model was found to see within the last day. */
    boolean knows(ModelIdentity model) {
        try {
            Path file = file(model);
            if (!Files.isRegularFile(file)) {
                return false;
            }
            Instant probed = Instant.parse(Files.readString(file).strip());
            Instant now = clock.instant();
            return !probed.isAfter(now) && probed.plus(REMEMBERED).isAfter(now);
        } catch (IOException | DateTimeParseException e) {
            LOG.debug("Cannot read what was probed: {}", e.toString());
            return false;
        }
    }

    /** The model was found to see. */
    void remember(ModelIdentity model) {
        try {
            Files.createDirectories(folder);
            Files.writeString(file(model), clock.instant() + "\n");
        } catch (IOException e) {
            LOG.debug("Cannot remember what was probed: {}", e.toString());
        }
    }

    private Path file(ModelIdentity model) {
        return folder.resolve(model.digest().replace(':', '-'));
    }
}
