package dev.clue.cli.cases;

import dev.clue.yaml.Span;

/**
 * One thing that is not as a case expects it.
 *
 * @param kind what
 * @param message what was expected, what was found, and by which evidence
 * @param span where the expectation stands
 */
public record Difference(Kind kind, String message, Span span) {

    /** What is not as expected. */
    public enum Kind {
        /** The image's verdict. */
        VERDICT("wrong-verdict", "The image has another verdict than the case expects."),
        /** Which rules it violates. */
        RULE("wrong-rule", "A rule is violated that should not be, or is not violated that should be."),
        /** What was found about a statement. */
        PRECONDITION("wrong-precondition", "A statement of a chain was found to be other than the case expects."),
        /** There is no verdict: the image cannot be judged. */
        NOT_JUDGED("not-judged", "The image could not be judged at all.");

        private final String code;
        private final String meaning;

        Kind(String code, String meaning) {
            this.code = code;
            this.meaning = meaning;
        }

        /** Its name in reports. */
        public String code() {
            return code;
        }

        /** One sentence for reports. */
        public String meaning() {
            return meaning;
        }
    }
}
