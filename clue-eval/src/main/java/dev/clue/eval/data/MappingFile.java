package dev.clue.eval.data;

import dev.clue.constitution.DidYouMean;
import dev.clue.error.ConfigurationException;
import dev.clue.eval.data.ColumnMapping.Label;
import dev.clue.eval.data.ColumnMapping.Rules;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads a mapping from YAML; {@link ColumnMapping} has the format. All mistakes are reported at once. */
final class MappingFile {

    private static final long MOST_BYTES = 1 << 20;

    private final String name;
    private final List<String> mistakes = new ArrayList<>();

    private MappingFile(String name) {
        this.name = name;
    }

    static ColumnMapping read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new ConfigurationException(
                        file + ": larger than " + MOST_BYTES + " bytes: name a file that maps columns");
            }
            return parse(Files.readString(file), file.toString(), false);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(
                    file + ": there is no such mapping and no such file: name a YAML file, or one of "
                            + String.join(
                                    ", ",
                                    ColumnMapping.all().stream()
                                            .map(ColumnMapping::name)
                                            .toList()),
                    e);
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(file + ": not UTF-8: save it as UTF-8", e);
        } catch (IOException e) {
            throw new ConfigurationException(
                    file + ": cannot be read (" + e.getMessage() + "): check path and permissions", e);
        }
    }

    static ColumnMapping parse(String text, String name, boolean ready) {
        MappingFile file = new MappingFile(name);
        ColumnMapping mapping = file.mapping(file.load(text), ready);
        if (!file.mistakes.isEmpty()) {
            throw new ConfigurationException(String.join("\n", file.mistakes));
        }
        return mapping;
    }

    private Object load(String text) {
        try {
            Object loaded = new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(text);
            return loaded == null ? Map.of() : loaded;
        } catch (YamlEngineException e) {
            throw new ConfigurationException(
                    name + ": not valid YAML: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "), e);
        }
    }

    private ColumnMapping mapping(Object tree, boolean ready) {
        Fields fields = fields(
                tree,
                "",
                List.of(
                        "mapping",
                        "when",
                        "image",
                        "id",
                        "label",
                        "rules",
                        "statements",
                        "slices",
                        "tags",
                        "pair",
                        "separator"));
        List<String> image = fields.texts("image");
        Label label = fields.has("label") ? label(fields.value("label")) : null;
        Rules rules = fields.has("rules") ? rules(fields.value("rules")) : Rules.NONE;
        if (image.isEmpty()) {
            mistake("image", "is missing: name the column that has the image or its file name");
        }
        boolean labelsRules = rules.violated() != null
                || rules.byConstitution() != null
                || !rules.columns().isEmpty();
        if (!fields.has("label") && !labelsRules) {
            mistake("label", "is missing: name the column that says safe or unsafe, or label rules");
        }
        return new ColumnMapping(
                Objects.requireNonNullElse(fields.text("mapping"), name),
                fields.texts("when"),
                image,
                fields.text("id"),
                label,
                rules,
                fields.text("statements"),
                fields.texts("slices"),
                fields.text("tags"),
                fields.text("pair"),
                Objects.requireNonNullElse(fields.text("separator"), ","),
                ready);
    }

    private Label label(Object tree) {
        Fields fields = fields(tree, "label.", List.of("column", "unsafe", "safe"));
        String column = fields.text("column");
        List<String> unsafe = fields.texts("unsafe");
        List<String> safe = fields.texts("safe");
        if (column == null) {
            mistake("label.column", "is missing: name the column that says safe or unsafe");
        }
        if (unsafe.isEmpty() || safe.isEmpty()) {
            mistake("label", "needs the lists unsafe and safe: the values that mean so");
        }
        for (String value : unsafe) {
            if (safe.stream().anyMatch(value::equalsIgnoreCase)) {
                mistake("label", "says that " + value + " is unsafe and safe: keep one of them");
            }
        }
        return new Label(Objects.requireNonNullElse(column, ""), unsafe, safe);
    }

    private Rules rules(Object tree) {
        Fields fields = fields(tree, "rules.", List.of("violated", "by_constitution", "columns", "category", "names"));
        return new Rules(
                fields.text("violated"),
                fields.text("by_constitution"),
                fields.textByText("columns"),
                fields.text("category"),
                fields.textByText("names"));
    }

    private Fields fields(Object tree, String prefix, List<String> known) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (tree instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                String written = String.valueOf(key);
                if (!known.contains(written)) {
                    mistake(
                            prefix + written,
                            "is unknown" + DidYouMean.suggestion(known, written) + " (known: "
                                    + String.join(", ", known) + ")");
                } else if (value != null) {
                    values.put(written, value);
                }
            });
        } else {
            mistake(
                    prefix.isEmpty() ? "the file" : prefix.substring(0, prefix.length() - 1),
                    "must be keys with values (" + String.join(", ", known) + ")");
        }
        return new Fields(prefix, values);
    }

    private void mistake(String where, String what) {
        mistakes.add(name + ": " + where + " " + what);
    }

    /** The values of a mapping by key, each of the kind that is asked for. */
    private final class Fields {

        private final String prefix;
        private final Map<String, Object> values;

        Fields(String prefix, Map<String, Object> values) {
            this.prefix = prefix;
            this.values = values;
        }

        boolean has(String key) {
            return values.containsKey(key);
        }

        Object value(String key) {
            return Objects.requireNonNull(values.get(key));
        }

        @Nullable String text(String key) {
            Object value = values.get(key);
            if (value == null) {
                return null;
            }
            if (value instanceof Map
                    || value instanceof Iterable
                    || value.toString().isEmpty()) {
                mistake(prefix + key, "must be a text");
                return null;
            }
            return value.toString();
        }

        List<String> texts(String key) {
            Object value = values.get(key);
            List<String> texts = new ArrayList<>();
            if (value instanceof Iterable<?> items) {
                items.forEach(item -> texts.add(String.valueOf(item)));
            } else if (value != null) {
                String only = text(key);
                if (only != null) {
                    texts.add(only);
                }
            }
            return texts;
        }

        Map<String, String> textByText(String key) {
            Map<String, String> texts = new LinkedHashMap<>();
            Object value = values.get(key);
            if (value instanceof Map<?, ?> map) {
                map.forEach((from, to) -> texts.put(String.valueOf(from), String.valueOf(to)));
            } else if (value != null) {
                mistake(prefix + key, "must be keys with values");
            }
            return texts;
        }
    }
}
