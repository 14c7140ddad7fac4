package dev.clue.constitution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.clue.error.ConfigurationException;
import dev.clue.error.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mistake is one finding with its place, its rule, and what to do. */
class ConstitutionMistakesTest {

    private static final String HEAD = "constitution: playground\nversion: 1\nrules:\n";
    private static final String RULE = "  - id: one\n    rule: No fire.\n";
    private static final String CHAIN = "    preconditions:\n      - any: [{statement: a fire is visible}]\n";

    @TempDir
    Path folder;

    static Stream<Arguments> charactersThatNobodySees() {
        return Stream.of(
                Arguments.of("A \\0 text", "contains the control character U+0000: remove it"),
                Arguments.of("\\e[31mNo fire", "contains the control character U+001B: remove it"),
                Arguments.of("No\\bfire", "contains the control character U+0008: remove it"),
                Arguments.of("No\\x9Ffire", "contains the control character U+009F: remove it"),
                Arguments.of("No \\uD800 fire", "contains U+D800, which is half a character: write the whole"),
                Arguments.of("No \\uDC00 fire", "contains U+DC00, which is half a character: write the whole"),
                Arguments.of("No \\u202Aerif", "contains U+202A, which lets people see another order"),
                Arguments.of("No \u202Eerif", "contains U+202E, which lets people see another order"),
                Arguments.of("No \u2066erif", "contains U+2066, which lets people see another order"),
                Arguments.of("No \\u2069erif", "contains U+2069, which lets people see another order"),
                Arguments.of("\\t\\n", "is empty: write a text"),
                Arguments.of("\u200B", "is empty: write a text"),
                Arguments.of("\u00A0", "is empty: write a text"),
                Arguments.of("\\_\\u200B\\N\\u2028\\u3000\\uFEFF", "is empty: write a text"),
                Arguments.of("\u3164\uFE0F", "is empty: write a text"));
    }

    @ParameterizedTest
    @MethodSource
    void charactersThatNobodySees(String text, String message) throws IOException {
        String chain = "    preconditions:\n      - any: [{statement: %s, objects: [%s]}]\n";
        String quoted = '"' + text + '"';

        assertThat(check(HEAD + "  - id: one\n    rule: " + quoted + "\n"))
                .singleElement(STRING)
                .contains(":5:11: rule one: 'rule' " + message);
        assertThat(check(HEAD + RULE + chain.formatted(quoted, "fire")))
                .singleElement(STRING)
                .contains(":7:27: rule one: 'statement' " + message);
        assertThat(check(HEAD + RULE + chain.formatted("a fire", quoted)))
                .singleElement(STRING)
                .contains(":7:45: rule one: an item of 'objects' " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\tb\\nc", "No \\uD83D\\uDD25", "No 🔥", "אש\u200F", "👩\u200D🚒", "No\u00A0fire"})
    void charactersThatPeopleSeeOrNeedAreFine(String text) throws IOException {
        assertThat(check(HEAD + "  - id: one\n    rule: \"" + text + "\"\n")).isEmpty();
    }

    @Test
    void everyWhiteSpaceIsOneSpace() throws IOException {
        Path file = Files.writeString(
                folder.resolve("p.clue.yaml"),
                HEAD + "  - id: one\n    rule: \"\u00A0No\u3000 \\u2028\\t fire.\u2003\"\n");

        assertThat(ConstitutionFile.readSource(file).rules().getFirst().text()).isEqualTo("No fire.");
    }

    static Stream<Arguments> oneMistake() {
        return Stream.of(
                at(
                        "constitutio: x\nversion: 1\nrules:\n" + RULE,
                        1,
                        1,
                        null,
                        "unknown key 'constitutio' in a constitution: did you mean 'constitution'?",
                        "'constitution' is missing: write constitution: playground"),
                at(
                        HEAD + RULE + "    precondition: []\n",
                        6,
                        5,
                        "one",
                        "unknown key 'precondition' in a rule: did you mean 'preconditions'? (known: id, rule, objectified, maps_to, preconditions)"),
                at(HEAD + RULE + "    zzz: []\n", 6, 5, "one", "unknown key 'zzz' in a rule (known: id, rule,"),
                at(
                        HEAD + RULE + "    rule: Again.\n",
                        6,
                        5,
                        "one",
                        "key 'rule' appears twice in a rule, first on line 5: keep one of them"),
                at(HEAD + RULE + "  - id: one\n    rule: Two.\n", 6, 9, "one", "duplicate id, first on line 4"),
                at(
                        HEAD + "  - id: One Rule\n    rule: No fire.\n",
                        4,
                        9,
                        null,
                        "'id' must be lower-case letters and digits",
                        "not 'One Rule'"),
                at(HEAD + "  - id: " + "a".repeat(65) + "\n    rule: No fire.\n", 4, 9, null, "at most 64 characters"),
                at(HEAD + "  - rule: No fire.\n", 4, 5, null, "'id' is missing: write id: weapon-near-child"),
                at(HEAD + "  - id: one\n", 4, 5, "one", "'rule' is missing"),
                at(HEAD + "  - id: one\n    rule:\n", 5, 10, "one", "'rule' is empty"),
                at(HEAD + "  - id: one\n    rule: '  '\n", 5, 11, "one", "'rule' is empty"),
                at(
                        HEAD + "  - id: one\n    rule: 12\n",
                        5,
                        11,
                        "one",
                        "'rule' must be text, not a number: write it in quotes, \"12\""),
                at(HEAD + "  - id: one\n    rule: [a]\n", 5, 11, "one", "'rule' must be text, not a list"),
                at(
                        HEAD + "  - just text\n",
                        4,
                        5,
                        null,
                        "a rule must be keys with values (id, rule, objectified, maps_to, preconditions), not text"),
                at("constitution: c\nversion: 1\nrules: []\n", 3, 8, null, "'rules' is empty: write at least one rule"),
                at(
                        "constitution: c\nversion: 1\nrules: {a: b}\n",
                        3,
                        8,
                        null,
                        "'rules' must be a list, not keys with values"),
                at("constitution: c\nversion: 1\n", 1, 1, null, "'rules' is missing"),
                at("constitution: c\nrules:\n" + RULE, 1, 1, null, "'version' is missing: write version: 1"),
                at(
                        "constitution: c\nversion: one\nrules:\n" + RULE,
                        2,
                        10,
                        null,
                        "'version' must be a whole number of at least 1, not text"),
                at("constitution: c\nversion: '1'\nrules:\n" + RULE, 2, 10, null, "not text (remove the quotes)"),
                at("constitution: c\nversion: 0\nrules:\n" + RULE, 2, 10, null, "of at least 1, not '0'"),
                version("1.5", "of at least 1, not '1.5': write it in digits alone"),
                version("1.0", "of at least 1, not '1.0': write it in digits alone"),
                version("1e9", "of at least 1, not '1e9': write it in digits alone"),
                version("0x10", "of at least 1, not '0x10': write it in decimal digits"),
                version("true", "of at least 1, not true or false"),
                version("-4", "of at least 1, not '-4'"),
                version("2147483648", "from 1 to 2147483647, not '2147483648'"),
                version("4294967297", "from 1 to 2147483647, not '4294967297'"),
                version("99999999999999999999", "from 1 to 2147483647, not '99999999999999999999'"),
                at(HEAD + RULE + "    preconditions: []\n", 6, 20, "one", "the chain is empty"),
                at(HEAD + RULE + "    preconditions:\n      - any: []\n", 7, 14, "one", "'any' is empty"),
                at(HEAD + RULE + "    preconditions:\n      - {}\n", 7, 9, "one", "'any' is missing"),
                at(
                        HEAD + RULE + "    preconditions:\n      - statement: a fire\n",
                        7,
                        9,
                        "one",
                        "a statement stands here without 'any': write - any: ["),
                at(
                        HEAD + RULE + "    preconditions:\n      - any: [a fire]\n",
                        7,
                        15,
                        "one",
                        "a statement must be keys with values (statement, objects), not text"),
                at(
                        HEAD + RULE + "    preconditions:\n      - any: [{objects: [fire]}]\n",
                        7,
                        15,
                        "one",
                        "'statement' is missing"),
                at(
                        HEAD + RULE + "    preconditions:\n      - any: [{statement: fire, objects: fire}]\n",
                        7,
                        42,
                        "one",
                        "'objects' must be a list, not text: write [child, weapon]"),
                at(
                        HEAD + RULE + "    preconditions:\n      - any: [{statement: fire, objects: [1]}]\n",
                        7,
                        43,
                        "one",
                        "an item of 'objects' must be text, not a number"),
                at(
                        HEAD + RULE + "    maps_to: [violense]\n",
                        6,
                        15,
                        "one",
                        "'violense' is no OpenAI moderation category: did you mean 'violence'? (known: harassment,"),
                at(
                        HEAD + RULE + "    maps_to: violence\n",
                        6,
                        14,
                        "one",
                        "'maps_to' must be a list, not text: write [violence]"),
                at(
                        HEAD + RULE + "    maps_to: [violence, violence]\n",
                        6,
                        25,
                        "one",
                        "category 'violence' appears twice"),
                at(HEAD + "  - &a\n    id: one\n    rule: No fire.\n", 4, 5, null, "anchor &a is refused"),
                at(
                        HEAD + "  - id: one\n    rule: *a\n",
                        5,
                        11,
                        null,
                        "alias *a is refused (an alias can expand without bound): write the value out"),
                at(HEAD + "  - id: one\n    rule: !!str 12\n", 5, 11, null, "tag tag:yaml.org,2002:str is refused"),
                at(HEAD + RULE + "    <<: {id: two}\n", 6, 5, "one", "merge key << is refused"),
                at(HEAD + RULE + "    ? [a]\n    : b\n", 6, 7, null, "a key must be a word, not a list"),
                at(HEAD + RULE + "---\nconstitution: b\n", 6, 1, null, "a second YAML document starts here"),
                at(HEAD + "\t- id: one\n", 4, 1, null, "a tab stands where YAML wants spaces: indent with spaces only"),
                at(
                        HEAD + "  - id: one\n    rule: Never: this\n",
                        5,
                        16,
                        null,
                        "not valid YAML: mapping values are not allowed here",
                        "put a text that contains ': ' in quotes"),
                at(
                        HEAD + "  - id: one\n    rule: \"no end\n",
                        6,
                        1,
                        null,
                        "not valid YAML: found unexpected end of stream"),
                at(HEAD + RULE + "    maps_to: [violence\n", 7, 1, null, "not valid YAML"),
                at(
                        HEAD + "  - id: one\n    rule: a\u0007b\n",
                        5,
                        12,
                        null,
                        "the character U+0007 is not allowed in YAML: remove it"),
                at("", 1, 1, null, "the file is empty"),
                at(" \n\n", 1, 1, null, "the file is empty"),
                at("# only a comment\n", 1, 1, null, "the file is empty"),
                at(
                        "just text",
                        1,
                        1,
                        null,
                        "a constitution must be keys with values (constitution, version, rules), not text",
                        "save them as NAME.md, each as an item of a list",
                        "run clue compile NAME.md"),
                at(
                        "- Dogs must be on a lead.\n- No fires.\n",
                        1,
                        1,
                        null,
                        "(constitution, version, rules), not a list",
                        "run clue compile NAME.md"),
                at("- id: one\n  rule: No fire.\n", 1, 1, null, "(constitution, version, rules), not a list"),
                at("[".repeat(100_000), 1, 17, null, "nested deeper than 16 levels"),
                at("{a: ".repeat(100_000), 1, 65, null, "nested deeper than 16 levels"));
    }

    @ParameterizedTest
    @MethodSource
    void oneMistake(String yaml, Place at, String ruleId, List<String> messages) throws IOException {
        Path file = Files.writeString(folder.resolve("p.clue.yaml"), yaml);

        List<Finding> findings = ConstitutionFile.checkSyntax(file);

        assertThat(findings).hasSizeLessThanOrEqualTo(messages.size());
        Finding first = findings.getFirst();
        assertThat(first.file()).isEqualTo(file.toString());
        assertThat(new Place(first.line(), first.column())).isEqualTo(at);
        assertThat(first.ruleId()).isEqualTo(ruleId);
        String all = String.join("\n", findings.stream().map(Finding::message).toList());
        assertThat(all).contains(messages);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "+1", "007", "2147483647"})
    void wholeNumbersAreFine(String version) throws IOException {
        assertThat(check("constitution: c\nversion: " + version + "\nrules:\n" + RULE))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"**No fires.**\n", "Dogs: on a lead, always: please\n", "No dogs.\n\n\tNo fires.\n"})
    void proseIsOneMistakeWhateverYamlMakesOfIt(String prose) throws IOException {
        Path file = Files.writeString(folder.resolve("house.txt"), prose);

        assertThat(ConstitutionFile.checkSyntax(file))
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .contains("this is prose and no constitution")
                .contains("save them as house.md")
                .contains("run clue compile house.md");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HEAD + RULE,
                "{\"constitution\": \"c\", \"version\": 1, \"rules\": [{\"id\": \"a\", \"rule\": \"b\"}]}"
            })
    void aConstitutionMayHaveAnyNameButThatOfMarkdown(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("house.txt"), yaml);
        Path markdown = Files.writeString(folder.resolve("house.md"), yaml);

        assertThat(ConstitutionFile.checkSyntax(file)).isEmpty();
        assertThatThrownBy(() -> ConstitutionFile.checkSyntax(markdown))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("house.md is a policy in Markdown and no constitution");
    }

    @Test
    void severalMistakesAreReportedTogetherInTheOrderOfTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("p.clue.yaml"), """
                constitution: Playground
                version: zero
                rulez: []
                rules:
                  - id: one
                    rule: 12
                    maps_to: [violense]
                  - id: two
                    rule: x
                    preconditions: []
                  - id: one
                    rule: y
                """);

        assertThat(ConstitutionFile.checkSyntax(file))
                .extracting(finding -> finding.line() + " " + finding.ruleId())
                .containsExactly("1 null", "2 null", "3 null", "6 one", "7 one", "10 two", "11 one");
    }

    @ParameterizedTest
    @CsvSource({
        "p.clue.lock.yaml, 'lock_format: 1\nconstitution: c\nrules: [{id: a}, {id: b}]'",
        "p.clue.lock.yml, 'constitution: c\nrules: [{id: a}, {id: b}]'",
        "p.clue.yaml, 'lock_format: 1\nconstitution: c\nrules: [{id: a}, {id: b}]'"
    })
    void aLockInPlaceOfItsConstitutionIsOneMistake(String name, String lock) throws IOException {
        Path file = Files.writeString(folder.resolve(name), lock);

        assertThat(ConstitutionFile.checkSyntax(file))
                .extracting(Finding::toString)
                .containsExactly(
                        file
                                + ":1:1: this is a lock, which is checked with its constitution: name the *.clue.yaml beside it");
        assertThatThrownBy(() -> ConstitutionFile.read(file)).hasMessageContaining("this is a lock");
        assertThatThrownBy(() -> ConstitutionFile.readSource(file)).hasMessageContaining("this is a lock");
    }

    @Test
    void thousandsOfMistakesAreCutShort() throws IOException {
        Path file = Files.writeString(folder.resolve("p.clue.yaml"), HEAD + "  - x\n".repeat(5_000));

        List<Finding> findings = ConstitutionFile.checkSyntax(file);

        assertThat(findings).hasSize(101);
        assertThat(findings.getLast().message()).startsWith("4900 more mistakes from here on");

        Files.writeString(file, HEAD + "  - x\n".repeat(101));
        assertThat(ConstitutionFile.checkSyntax(file).getLast().message()).startsWith("1 more mistake from here on");
    }

    @Test
    void aTenMegabyteFileIsRefusedUnparsed() throws IOException {
        Path file = Files.write(folder.resolve("p.clue.yaml"), new byte[10_000_000]);

        assertThat(ConstitutionFile.checkSyntax(file))
                .extracting(Finding::message)
                .containsExactly("the file is larger than 1048576 bytes and was not parsed: split the constitution");
    }

    @Test
    void aBombOfAliasesIsRefusedAtOnce() throws IOException {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            yaml.append("a%d: &a%d [%s]\n"
                    .formatted(i, i, String.join(", ", java.util.Collections.nCopies(9, "*a" + (i - 1)))));
        }
        Path file = Files.writeString(folder.resolve("p.clue.yaml"), yaml);

        List<Finding> findings =
                assertTimeoutPreemptively(Duration.ofSeconds(5), () -> ConstitutionFile.checkSyntax(file));

        assertThat(findings)
                .extracting(Finding::message)
                .anyMatch(message -> message.startsWith("alias *a0 is refused"));
    }

    @Test
    void aLargeLegalFileIsReadQuickly() throws IOException {
        StringBuilder yaml = new StringBuilder(HEAD);
        for (int i = 0; yaml.length() < 1_000_000; i++) {
            yaml.append("  - id: r%d\n    rule: No fire.\n%s".formatted(i, CHAIN));
        }
        Path file = Files.writeString(folder.resolve("p.clue.yaml"), yaml);

        Constitution constitution =
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> ConstitutionFile.read(file));

        assertThat(constitution.rules()).hasSizeGreaterThan(8_000);
    }

    @Test
    void otherEncodingsAreRefusedAndAByteOrderMarkIsNot() throws IOException {
        String good = HEAD + RULE + CHAIN;
        byte[] latin = (HEAD + RULE.replace("No fire", "é fire")).getBytes(StandardCharsets.ISO_8859_1);

        assertThat(check(latin))
                .extracting(Object::toString)
                .containsExactly(
                        folder.resolve("p.clue.yaml") + ":5:11: byte 0xE9 is not UTF-8: save the file as UTF-8");
        assertThat(check(("\uFEFF" + good).getBytes(StandardCharsets.UTF_16LE)))
                .extracting(Finding::message)
                .containsExactly("the file is UTF-16: save it as UTF-8");
        assertThat(check(("\uFEFF" + good).getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void windowsLineEndsAreFine() throws IOException {
        assertThat(check((HEAD + RULE + CHAIN).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    private List<String> check(String yaml) throws IOException {
        return check(yaml.getBytes(StandardCharsets.UTF_8)).stream()
                .map(Finding::toString)
                .toList();
    }

    private List<Finding> check(byte[] bytes) throws IOException {
        return ConstitutionFile.checkSyntax(Files.write(folder.resolve("p.clue.yaml"), bytes));
    }

    private static Arguments version(String version, String message) {
        return at(
                "constitution: c\nversion: " + version + "\nrules:\n" + RULE,
                2,
                10,
                null,
                "'version' must be a whole number " + message);
    }

    private static Arguments at(String yaml, int line, int column, String ruleId, String... messages) {
        return Arguments.of(yaml, new Place(line, column), ruleId, List.of(messages));
    }

    record Place(int line, int column) {}
}
