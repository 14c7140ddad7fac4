package dev.clue.cli.compile;

/** What a run of the compiler is at, and so what a first Ctrl-C lets it finish. */
public enum Stage {
    /** The model is asked what is known, before the first rule: nothing of that is worth waiting for. */
    CONTROL_QUESTIONS(": the control questions are given up, and nothing is compiled"),
    /** Rules are compiled. */
    RULES(" after the rules at hand"),
    /** All rules are there, and statements that mean the same are looked for among them. */
    SHARED_STATEMENTS(" after the search for statements that rules share");

    private final String stopping;

    Stage(String stopping) {
        this.stopping = stopping;
    }

    /** What follows "stopping", for people. */
    public String stopping() {
        return stopping;
    }
}
