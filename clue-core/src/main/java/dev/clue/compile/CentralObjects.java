package dev.clue.compile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.constitution.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names what to look for in an image for each statement: the part rather than the whole, several things for a
 * relation, nothing for a setting (paper section 3.4). The statements of a rule are asked about together.
 */
final class CentralObjects {

    static final int MOST_OBJECTS = 4;
    static final int LONGEST_OBJECT = 40;
    static final int MOST_WORDS = 4;

    private final Interview interview;
    private final @Nullable Vocabulary vocabulary;

    CentralObjects(Interview interview, @Nullable Vocabulary vocabulary) {
        this.interview = interview;
        this.vocabulary = vocabulary;
    }

    /** The objects of each statement. */
    Map<String, List<String>> of(List<String> statements) {
        return interview.ask(Step.OBJECTS, CompilePrompts.objects(statements, vocabulary), "objects", answer -> {
            List<JsonNode> lists = AnswerJson.list(answer, "objects", statements.size());
            Map<String, List<String>> objects = new LinkedHashMap<>();
            for (int i = 0; i < lists.size(); i++) {
                objects.put(statements.get(i), objects(lists.get(i)));
            }
            return objects;
        });
    }

    private static List<String> objects(JsonNode list) {
        if (!list.isArray()) {
            throw new UnusableAnswerException("an entry of \"objects\" is no list");
        }
        Set<String> objects = new LinkedHashSet<>();
        list.forEach(item -> objects.add(object(item)));
        if (objects.size() > MOST_OBJECTS) {
            throw new UnusableAnswerException("a statement has more than " + MOST_OBJECTS + " objects");
        }
        return new ArrayList<>(objects);
    }

    private static String object(JsonNode item) {
        String object = AnswerJson.textOf(item, "an object", LONGEST_OBJECT);
        if (Words.of(object).size() > MOST_WORDS) {
            throw new UnusableAnswerException("\"" + object + "\" is no object of one or two words");
        }
        return object;
    }
}
