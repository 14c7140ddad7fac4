package dev.clue.cli.option;

import dev.clue.cli.run.Price;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a server charges: an option of every command that counts what a run has used. */
public final class PriceOptions {

    /** Its name. */
    public static final String NAME = "--price";

    @Option(
            names = NAME,
            paramLabel = "PROMPT,GENERATED",
            description = "openai: price of a million prompt tokens and of a million generated ones, such as 0.15,0.60:"
                    + " says what the run cost.")
    private @Nullable String price;

    /**
     * The price, or null where none is given.
     *
     * @throws dev.clue.error.ConfigurationException if what is given is none
     */
    public @Nullable Price price() {
        return price == null ? null : Price.of(price);
    }
}
