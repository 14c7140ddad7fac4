package dev.clue.constitution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.clue.error.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in a file, the parser reads it or says where it is wrong. */
class ConstitutionDamageTest {

    private static final int MUTANTS = 1_000;
    private static final long SEED = 20_261_124;
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final String[] PIECES = {
        ":",
        ": ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        "\"",
        "'",
        "&a ",
        "*a",
        "!!x ",
        "<<: ",
        "\t",
        "\n",
        "\n  ",
        "#",
        "|",
        ">",
        "---\n",
        "...\n",
        "%YAML 9.9\n",
        "? ",
        "null",
        "12",
        "\u0000",
        "\uFEFF",
        "\u00E9",
        "\uD83D\uDE00",
        "rules:",
        "any:",
        "  "
    };

    private static final String SOUND = """
            constitution: playground
            version: 3
            rules:
              - id: weapon-near-child
                rule: >
                  A child should not
                  touch a weapon.
                maps_to: [violence]
                preconditions:
                  - any: [{statement: a child is visible, objects: [child]}]
                  - any:
                      - {statement: "a child touches a weapon", objects: [child, weapon]}
                      - statement: the scene is a battlefield
              - id: fire
                rule: No fire.
            """;

    @TempDir
    Path folder;

    @Test
    void readsOrSaysWhere() throws IOException {
        Path file = folder.resolve("p.clue.yaml");
        Random random = new Random(SEED);
        assertTimeoutPreemptively(SOON, () -> {
            for (int i = 0; i < MUTANTS; i++) {
                byte[] mutant = mutate(random);
                Files.write(file, mutant);
                List<Finding> findings = ConstitutionFile.checkSyntax(file);
                for (Finding finding : findings) {
                    assertThat(finding.line())
                            .as("line in mutant %d: %s", i, finding)
                            .isPositive();
                    assertThat(finding.column()).isPositive();
                    assertThat(finding.message()).isNotBlank();
                    assertThat((long) finding.line())
                            .isLessThanOrEqualTo(2
                                    + new String(mutant, StandardCharsets.UTF_8)
                                            .split("\r\n|\r|\n|\u0085|\u2028|\u2029", -1)
                                            .length);
                }
                if (findings.isEmpty()) {
                    assertThat(ConstitutionFile.readSource(file).rules()).isNotEmpty();
                }
            }
        });
    }

    private static byte[] mutate(Random random) {
        StringBuilder mutant = new StringBuilder(SOUND);
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(mutant.length());
            switch (random.nextInt(3)) {
                case 0 -> mutant.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 1 -> mutant.delete(at, Math.min(mutant.length(), at + 1 + random.nextInt(12)));
                default -> mutant.setLength(Math.max(1, mutant.length() - random.nextInt(60)));
            }
        }
        byte[] bytes = mutant.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(10) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
