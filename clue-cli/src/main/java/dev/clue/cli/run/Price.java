package dev.clue.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.error.ConfigurationException;
import dev.clue.model.Usage;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server charges, in whatever currency.
 *
 * @param prompt a million prompt tokens
 * @param generated a million generated tokens
 */
public record Price(double prompt, double generated) {

    private static final double MILLION = 1e6;
    private static final Pattern FORM = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?),(\\d{1,6}(?:\\.\\d{1,6})?)");

    /**
     * Reads a price such as {@code 0.15,0.60}.
     *
     * @throws ConfigurationException if it is none
     */
    public static Price of(String text) {
        Matcher price = FORM.matcher(text);
        if (!price.matches()) {
            throw new ConfigurationException(
                    "--price: \"" + text + "\" is no price; give that of a million prompt tokens"
                            + " and that of a million generated ones, such as 0.15,0.60");
        }
        return new Price(Double.parseDouble(price.group(1)), Double.parseDouble(price.group(2)));
    }

    /** What a run has used, in one line, with its cost where the price is known. */
    public static String line(Usage usage, @Nullable Price price) {
        String used = String.format(
                Locale.ROOT,
                "%d model calls, %d prompt tokens, %d generated tokens",
                usage.calls(),
                usage.inputTokens(),
                usage.outputTokens());
        return price == null ? used : used + price.about(usage);
    }

    /** The same of a language model: such as {@code 3 calls, 812 tokens: about 0.0012 at that price}. */
    public static String brief(Usage usage, @Nullable Price price) {
        String used = usage.calls() + (usage.calls() == 1 ? " call, " : " calls, ")
                + (usage.inputTokens() + usage.outputTokens()) + " tokens";
        return price == null ? used : used + price.about(usage);
    }

    private String about(Usage usage) {
        return String.format(Locale.ROOT, ": about %.4f at that price", of(usage));
    }

    /** Writes what was used into a report for programs, with its cost where the price is known. */
    public static void write(Usage usage, @Nullable Price price, ObjectNode report) {
        ObjectNode node = report.putObject("usage")
                .put("calls", usage.calls())
                .put("input_tokens", usage.inputTokens())
                .put("output_tokens", usage.outputTokens());
        if (price != null) {
            node.put("cost", price.of(usage));
        }
    }

    /** What the usage costs. */
    public double of(Usage usage) {
        return (prompt * usage.inputTokens() + generated * usage.outputTokens()) / MILLION;
    }
}
