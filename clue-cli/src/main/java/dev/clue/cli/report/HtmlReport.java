package dev.clue.cli.report;

import dev.clue.cli.output.Destination;
import dev.clue.cli.output.OutputException;
import dev.clue.cli.output.Summary;
import dev.clue.cli.output.VerdictSink;
import dev.clue.cli.output.Words;
import dev.clue.cli.report.template.JtecardGenerated;
import dev.clue.cli.report.template.JtepageGenerated;
import dev.clue.cli.run.Basis;
import dev.clue.constitution.Constitution;
import dev.clue.error.ImageException;
import dev.clue.model.ModelIdentity;
import dev.clue.prompt.Prompts;
import dev.clue.verdict.ImageVerdict;
import gg.jte.TemplateOutput;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One page that needs nothing else: pictures are part of it, there is no script, and a browser is told to load
 * nothing. Cards go to a temporary file one by one, because the summary on top is known last; memory does not
 * depend on the number of images.
 */
public final class HtmlReport implements VerdictSink {

    private static final int CHUNK = 1 << 16;

    private final Destination destination;
    private final Basis basis;
    private final Pictures pictures;
    private final CardMaker cards;
    private final Path bodyFile;
    private final Writer body;
    private final String clueVersion;
    private long number;

    /**
     * Writes to the destination and closes it.
     *
     * @throws IOException if there is no room for a temporary file
     */
    public HtmlReport(Destination destination, Basis basis, String clueVersion, Pictures pictures) throws IOException {
        this.destination = destination;
        this.basis = basis;
        this.clueVersion = clueVersion;
        this.pictures = pictures;
        this.cards = new CardMaker(basis.constitution(), basis.thresholds());
        this.bodyFile = Files.createTempFile("clue-report", ".html");
        this.body = Files.newBufferedWriter(bodyFile);
    }

    @Override
    public void accept(ImageVerdict verdict) throws IOException {
        Picture picture = null;
        String noPicture = "";
        try {
            String text = verdict.image().uri() + ", judged "
                    + verdict.outcome().name().toLowerCase(Locale.ROOT);
            picture = Picture.of(pictures.pixels(verdict.image()), text);
        } catch (ImageException e) {
            noPicture = String.valueOf(e.getMessage());
        }
        Card card = cards.card(++number, verdict, picture, noPicture);
        StringOutput html = new StringOutput();
        JtecardGenerated.render(new PrintableOutput(html), null, card);
        try {
            body.write(html.toString());
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    @Override
    public void finish(Run run) throws IOException {
        try {
            body.close();
        } catch (IOException e) {
            throw noRoom(e);
        }
        PageOutput page = new PageOutput(destination);
        try {
            JtepageGenerated.render(new PrintableOutput(page), null, heading(run), this::copyCards);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        page.flush();
        destination.publish();
    }

    @Override
    public void close() throws IOException {
        try (destination;
                body) {
            Files.deleteIfExists(bodyFile);
        }
    }

    private OutputException noRoom(IOException cause) {
        return new OutputException(
                bodyFile + ", where the report is gathered, cannot be written: " + cause.getMessage()
                        + ": no report is written; make room there, or name another folder for temporary files with"
                        + " CLUE_JAVA_OPTS=-Djava.io.tmpdir=FOLDER, and run again",
                cause);
    }

    private Heading heading(Run run) {
        StyleSheet style = StyleSheet.load();
        return new Heading(
                "Verdicts by " + basis.constitution().id() + " version "
                        + basis.constitution().version(),
                style.text(),
                style.hash(),
                clueVersion,
                Summary.line(run),
                run.end(),
                run.left(),
                number,
                List.of(
                        count("unsafe", run, ImageVerdict.Outcome.UNSAFE),
                        count("undecided", run, ImageVerdict.Outcome.UNDECIDED),
                        count("safe", run, ImageVerdict.Outcome.SAFE)),
                counts(run.tally().violationsByRule()),
                counts(run.tally().errorsByKind()),
                facts(run));
    }

    private List<Heading.Fact> facts(Run run) {
        List<Heading.Fact> facts = new ArrayList<>();
        Constitution constitution = basis.constitution();
        facts.add(new Heading.Fact(
                "constitution",
                constitution.id() + " version " + constitution.version() + ", "
                        + Words.count(constitution.rules().size(), "rule") + ", sha256 " + constitution.sha256()));
        facts.add(model("vision-language model", basis.models().vlm()));
        facts.add(model("relevance encoder", basis.models().encoder()));
        facts.add(model("object detector", basis.models().detector()));
        facts.add(new Heading.Fact("prompts", "version " + Prompts.VERSION));
        facts.add(new Heading.Fact("constants", basis.thresholds().profile()));
        facts.add(new Heading.Fact(
                "cost",
                Words.count(run.tally().usage().calls(), "model call") + ", "
                        + Words.count(run.tally().usage().inputTokens(), "prompt token") + ", "
                        + Words.count(run.tally().usage().outputTokens(), "generated token")));
        return facts;
    }

    private static Heading.Fact model(String role, @Nullable ModelIdentity model) {
        if (model == null) {
            return new Heading.Fact(role, "none");
        }
        String unproven = model.unproven() == null ? "" : ", unproven: " + model.unproven();
        return new Heading.Fact(role, model.name() + ", " + model.digest() + unproven);
    }

    private static Heading.Count count(String name, Run run, ImageVerdict.Outcome outcome) {
        return new Heading.Count(name, run.tally().count(outcome));
    }

    private static List<Heading.Count> counts(Map<String, Long> numbers) {
        return numbers.entrySet().stream()
                .map(entry -> new Heading.Count(entry.getKey(), entry.getValue()))
                .toList();
    }

    private void copyCards(TemplateOutput page) {
        try (Reader text = Files.newBufferedReader(bodyFile)) {
            char[] chunk = new char[CHUNK];
            for (int n = text.read(chunk); n >= 0; n = text.read(chunk)) {
                page.writeContent(new String(chunk, 0, n));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
