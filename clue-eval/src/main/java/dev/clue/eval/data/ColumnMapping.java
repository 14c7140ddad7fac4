package dev.clue.eval.data;

import dev.clue.error.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a labelled set mean. Ready ones are there for sets in wide use; any other is written in a small
 * YAML file:
 *
 * <pre>{@code
 * mapping: my-set                  # a name for it
 * image: file_name                 # path beside the table, or the image itself (Parquet); or a list: the first there is
 * id: image_id                     # optional; else the path of the image
 * label:                           # optional where rules are labelled
 *   column: safety
 *   unsafe: [unsafe, nsfw]         # upper and lower case are the same
 *   safe: [safe, ok]
 * rules:                           # optional; any of
 *   violated: violations           # the violated rules, as a list or separated; all other rules are not violated
 *   by_constitution: verdicts      # the same for several constitutions: an object, by the constitution's id
 *   columns: {has_weapon: weapon}  # a column with true, 1 or unsafe, or their contraries, for a rule
 *   category: category             # the one rule that an image is about: violated if it is unsafe, else not
 *   names: {Violence: violence}    # the set's names for rules of the constitution
 * statements: truth                # optional: an object, by the statement's text: true, false or null
 * slices: [source, category]       # optional: slice "source: web"
 * tags: tags                       # optional: slices as a list or separated
 * pair: pair_id                    # optional: what images share that were made together, such as a minimal pair
 * separator: ","                   # of separated texts
 * }</pre>
 *
 * @param name what it is called
 * @param when columns by which a ready mapping is recognised; empty for one that is never chosen by itself
 * @param image columns of the image: the first that is there is used
 * @param id column that names the image, or null to name it by its place
 * @param label which column says that an image is safe or unsafe, or null where only rules are labelled
 * @param rules which columns say which rules are violated
 * @param statements column of the statements that are true and false, or null
 * @param slices columns whose values are slices
 * @param tags column of a list of slices, or null
 * @param pair column of what images share that were made or chosen together, or null
 * @param separator what separates the items of a list that is written as text
 * @param ready whether it comes with clue: then optional columns may be missing
 */
public record ColumnMapping(
        String name,
        List<String> when,
        List<String> image,
        @Nullable String id,
        @Nullable Label label,
        Rules rules,
        @Nullable String statements,
        List<String> slices,
        @Nullable String tags,
        @Nullable String pair,
        String separator,
        boolean ready) {

    /**
     * The label of the whole image.
     *
     * @param column where
     * @param unsafe texts that mean unsafe; upper and lower case are the same
     * @param safe texts that mean safe
     */
    public record Label(String column, List<String> unsafe, List<String> safe) {

        /** Copies the texts. */
        public Label {
            unsafe = List.copyOf(unsafe);
            safe = List.copyOf(safe);
        }
    }

    /**
     * The labels of rules.
     *
     * @param violated column of the violated rules, or null
     * @param byConstitution column of the same for several constitutions, or null
     * @param columns rule by its column
     * @param category column of the one rule that the label is about, or null
     * @param names rule of the constitution by the set's name for it
     */
    public record Rules(
            @Nullable String violated,
            @Nullable String byConstitution,
            Map<String, String> columns,
            @Nullable String category,
            Map<String, String> names) {

        /** No rule is labelled. */
        public static final Rules NONE = new Rules(null, null, Map.of(), null, Map.of());

        /** Copies the names. */
        public Rules {
            columns = Map.copyOf(columns);
            names = Map.copyOf(names);
        }
    }

    /** Copies the lists. */
    public ColumnMapping {
        when = List.copyOf(when);
        image = List.copyOf(image);
        slices = List.copyOf(slices);
    }

    /**
     * A ready mapping by its name, or one from a file.
     *
     * @param nameOrFile {@code unsafebench}, or a path to a YAML file
     * @throws ConfigurationException if there is no such mapping, or it has mistakes: all of them are named
     */
    public static ColumnMapping of(String nameOrFile) {
        Optional<ColumnMapping> named = ReadyMappings.ALL.stream()
                .filter(mapping -> mapping.name().equals(nameOrFile))
                .findFirst();
        return named.orElseGet(() -> MappingFile.read(Path.of(nameOrFile)));
    }

    /** Those that come with clue, the most special first. */
    public static List<ColumnMapping> all() {
        return ReadyMappings.ALL;
    }
}
