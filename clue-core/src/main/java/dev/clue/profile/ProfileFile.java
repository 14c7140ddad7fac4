package dev.clue.profile;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.clue.constitution.Constitution;
import dev.clue.digest.Sha256;
import dev.clue.error.ConfigurationException;
import dev.clue.error.IoReason;
import dev.clue.judge.Thresholds;
import dev.clue.verdict.ImageVerdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A profile as it stands in a file.
 *
 * @param file where
 * @param profile what it says
 * @param sha256 64 hex digits over the file's bytes
 */
public record ProfileFile(Path file, Profile profile, String sha256) {

    private static final int DIGITS_SHOWN = 12;
    private static final int LARGEST_BYTES = 1 << 26;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    /**
     * Reads a file; fields it does not know are ignored.
     *
     * @throws ConfigurationException if there is no such file, it is no profile, or a field is out of its range, saying
     *     what is wrong
     */
    public static ProfileFile read(Path file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST_BYTES + 1); // a device has no end
        } catch (IOException e) {
            throw new ConfigurationException(
                    file + ": the profile cannot be read: " + IoReason.of(e)
                            + ": check the path, or make one with clue calibrate",
                    e);
        }
        if (bytes.length > LARGEST_BYTES) {
            throw new ConfigurationException(
                    file + ": larger than 64 MiB, so it is no profile: give a file that clue calibrate has written");
        }
        Profile profile = new ProfileText(file.toString(), JSON).parse(new String(bytes, StandardCharsets.UTF_8));
        ProfileFile read = new ProfileFile(file, profile, Sha256.of(bytes));
        try {
            ProfileRanges.require(read.profile);
        } catch (ConfigurationException e) {
            throw new ConfigurationException(
                    file + ": the profile says what none can say: " + e.getMessage()
                            + ": mend the field, or calibrate anew with clue calibrate",
                    e);
        }
        return read;
    }

    /** What verdicts and reports call it: the profile's name, {@code @}, and the first digits of the file's digest. */
    public String name() {
        return profile.name() + "@" + sha256.substring(0, DIGITS_SHOWN);
    }

    /** The text of the file that a profile becomes. */
    public static String text(Profile profile) {
        try {
            return JSON.writeValueAsString(profile) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a profile can always be written", e);
        }
    }

    /**
     * The thresholds to judge with; their name is {@link #name}.
     *
     * @throws ConfigurationException if the profile was made for something else, its statements are not those of the
     *     constitution, or a threshold is out of its range
     */
    public Thresholds thresholdsFor(ImageVerdict.Models models, Constitution constitution) {
        profile.requireFor(file.toString(), models, constitution);
        try {
            return profile.thresholds(name());
        } catch (ConfigurationException e) {
            throw new ConfigurationException(file + ": " + e.getMessage(), e);
        }
    }
}
