package dev.clue.cli.option;

import dev.clue.constitution.DidYouMean;
import dev.clue.error.ConfigurationException;
import dev.clue.error.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Option values from a YAML file: one flat mapping of config keys to values.
 *
 * @param file where they were read
 * @param values by config key
 */
public record ConfigFile(Path file, Map<String, Value> values) {

    /** The file that is read from the working folder where no other is named. */
    public static final String DEFAULT_NAME = "clue.yaml";

    private static final int LARGEST_BYTES = 1 << 20;

    /**
     * One value.
     *
     * @param text as it would stand on the command line
     * @param line where it stands, from 1
     */
    public record Value(String text, int line) {}

    /**
     * Reads a file.
     *
     * @param knownKeys every config key there is
     * @throws ConfigurationException if it cannot be read, is no flat mapping, or has an unknown or repeated key
     */
    public static ConfigFile read(Path file, SortedSet<String> knownKeys) {
        Map<String, Value> values = new LinkedHashMap<>();
        List<String> mistakes = new ArrayList<>();
        Node root = compose(file, text(file));
        if (root != null) {
            if (!(root instanceof MappingNode mapping)) {
                throw new ConfigurationException(
                        file + ":1:1: a configuration is a mapping of keys to values, such as" + " \"threads: 2\"");
            }
            for (NodeTuple entry : mapping.getValue()) {
                read(file, entry, knownKeys, values).ifPresent(mistakes::add);
            }
        }
        if (!mistakes.isEmpty()) {
            throw new ConfigurationException(String.join(System.lineSeparator(), mistakes));
        }
        return new ConfigFile(file, Map.copyOf(values));
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_BYTES + 1); // a device has no size and no end
            if (bytes.length > LARGEST_BYTES) {
                throw new ConfigurationException(
                        file + ": larger than 1 MiB, so it is no configuration: name another file with --config");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file + ": no such configuration file: check --config or CLUE_CONFIG", e);
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(file + ": not UTF-8: save the configuration as UTF-8", e);
        } catch (IOException e) {
            throw new ConfigurationException(
                    file + ": the configuration cannot be read: " + IoReason.of(e) + ": name a file with --config", e);
        }
    }

    private static @Nullable Node compose(Path file, String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setAllowDuplicateKeys(true)
                .setMaxAliasesForCollections(0)
                .build();
        try {
            return new Compose(settings).composeString(text).orElse(null);
        } catch (MarkedYamlEngineException e) {
            String at = e.getProblemMark().map(ConfigFile::position).orElse(":1:1");
            throw new ConfigurationException(file + at + ": not YAML: " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new ConfigurationException(file + ":1:1: not YAML: " + e.getMessage(), e);
        }
    }

    private static Optional<String> read(
            Path file, NodeTuple entry, SortedSet<String> knownKeys, Map<String, Value> values) {
        String at = file
                + entry.getKeyNode().getStartMark().map(ConfigFile::position).orElse("");
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
            return Optional.of(at + ": a key must be a word");
        }
        String name = key.getValue();
        if (!knownKeys.contains(name)) {
            return Optional.of(at + ": unknown key \"" + name + "\""
                    + DidYouMean.among(knownKeys, name)
                            .map(meant -> ": did you mean \"" + meant + "\"?")
                            .orElse(": keys are the long names of options with _ for -, such as fail_on for --fail-on;"
                                    + " clue COMMAND --help shows them"));
        }
        if (values.containsKey(name)) {
            return Optional.of(at + ": the key \"" + name + "\" is there twice: remove one");
        }
        Optional<String> value = value(entry.getValueNode());
        if (value.isEmpty()) {
            return Optional.of(at + ": the value of \"" + name + "\" must be one value or a list of values");
        }
        int line = entry.getKeyNode()
                .getStartMark()
                .map(mark -> mark.getLine() + 1)
                .orElse(1);
        values.put(name, new Value(value.get(), line));
        return Optional.empty();
    }

    private static Optional<String> value(Node node) {
        if (node instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        if (node instanceof SequenceNode list && list.getValue().stream().allMatch(ScalarNode.class::isInstance)) {
            return Optional.of(list.getValue().stream()
                    .map(element -> ((ScalarNode) element).getValue())
                    .collect(Collectors.joining(",")));
        }
        return Optional.empty();
    }

    private static String position(Mark mark) {
        return ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }
}
