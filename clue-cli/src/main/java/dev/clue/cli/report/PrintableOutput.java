package dev.clue.cli.report;

import dev.clue.cli.output.Printable;
import gg.jte.TemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import org.jspecify.annotations.Nullable;

/** Escapes what a template is given, and first makes it {@link Printable}: no template can forget to. */
public final class PrintableOutput extends OwaspHtmlTemplateOutput {

    /** In front of a page. */
    public PrintableOutput(TemplateOutput page) {
        super(page);
    }

    @Override
    public void writeUserContent(@Nullable String value) {
        super.writeUserContent(value == null ? null : Printable.text(value));
    }
}
