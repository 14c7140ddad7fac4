package dev.clue.profile;

import dev.clue.constitution.Constitution;
import dev.clue.error.ConfigurationException;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether the statements of a profile are those of its constitution. A statement that is not in the file is read by the
 * constants, which no bound on missed violations covers.
 */
final class ProfileStatements {

    private static final String ADVICE = ": calibrate anew with clue calibrate";

    private ProfileStatements() {}

    /**
     * Refuses a profile with a statement of another constitution, and one with a bound in which a statement is missing.
     *
     * @throws ConfigurationException naming the first of them
     */
    static void require(String file, Profile profile, Constitution constitution) {
        Set<String> known = constitution.statementTexts();
        Set<String> learned = new HashSet<>();
        for (int i = 0; i < profile.statements().size(); i++) {
            Profile.Statement each = profile.statements().get(i);
            if (!known.contains(each.statement())) {
                throw new ConfigurationException(file + ": statements[" + i + "]: \"" + each.statement()
                        + "\" is no statement of the constitution '" + constitution.id() + "'" + ADVICE);
            }
            if (profile.origin().bound() != null && each.alpha1() == null) {
                throw new ConfigurationException(file + ": statements[" + i
                        + "].alpha1: is missing, but the profile bounds missed violations by it" + ADVICE);
            }
            learned.add(each.statement());
        }
        if (profile.origin().bound() == null) {
            return; // one that the model hardly answered is not there
        }
        for (String text : known) {
            if (!learned.contains(text)) {
                throw new ConfigurationException(file + ": statements: \"" + text
                        + "\" of the constitution '" + constitution.id()
                        + "' is missing, but the profile bounds missed violations by all of them" + ADVICE);
            }
        }
    }
}
