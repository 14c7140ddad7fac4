package dev.clue.constitution;

import java.util.List;

/**
 * A short visual statement, such as "a child touches a weapon": one question about an image. Two statements are
 * the same if text and objects are the same.
 *
 * @param text what would be visible
 * @param objects the central objects to look for (paper section 3.4); empty for a setting, which has no region
 */
public record Statement(String text, List<String> objects) {

    /** Copies the objects. */
    public Statement {
        objects = List.copyOf(objects);
    }
}
