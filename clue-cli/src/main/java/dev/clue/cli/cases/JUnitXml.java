package dev.clue.cli.cases;

import dev.clue.cli.output.Printable;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * A run of cases as JUnit XML, in the form of Maven Surefire's schema, which build servers read: one test suite, each
 * case a test named for its image in a class named for its constitution.
 */
public final class JUnitXml {

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final String SUITE = "clue test";

    private final XMLStreamWriter xml;

    private JUnitXml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** The document. */
    public static String of(CaseRun run) {
        StringWriter out = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            new JUnitXml(xml).suite(run);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return out + "\n";
    }

    private void suite(CaseRun run) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", SUITE);
        xml.writeAttribute("time", seconds(run.wallTime().toNanos() / NANOS_PER_SECOND));
        xml.writeAttribute("tests", "" + (run.cases() + run.notRun()));
        xml.writeAttribute("errors", "" + run.count(CaseResult.Status.ERROR));
        xml.writeAttribute("skipped", "" + (run.count(CaseResult.Status.KNOWN_FAILURE) + run.notRun()));
        xml.writeAttribute("failures", "" + run.count(CaseResult.Status.FAILED));
        start(1, "properties");
        property("clue.version", run.clueVersion());
        property("clue.model", run.model());
        end(1);
        for (SuiteResult suite : run.suites()) {
            for (CaseResult result : suite.results()) {
                testCase(suite, result);
            }
            List<Case> cases = suite.file().cases();
            for (Case notRun : cases.subList(suite.results().size(), cases.size())) {
                startCase(suite, notRun, 0);
                empty("skipped", "the run was interrupted before it", null);
                end(1);
            }
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
    }

    private void property(String name, String value) throws XMLStreamException {
        indent(2);
        xml.writeEmptyElement("property");
        xml.writeAttribute("name", name);
        xml.writeAttribute("value", printable(value));
    }

    private void testCase(SuiteResult suite, CaseResult result) throws XMLStreamException {
        startCase(suite, result.of(), result.seconds());
        String details = result.differences().stream()
                .map(difference -> suite.file().file() + ":" + difference.span().line() + ": " + difference.message())
                .collect(Collectors.joining("\n"));
        switch (result.status()) {
            case FAILED -> problem("failure", result.differences().getFirst(), details);
            case ERROR -> problem("error", result.differences().getFirst(), details);
            case KNOWN_FAILURE ->
                empty("skipped", "known failure: " + result.of().knownFailure(), details);
            case PASSED, FIXED -> {}
        }
        end(1);
    }

    private void startCase(SuiteResult suite, Case of, double seconds) throws XMLStreamException {
        start(1, "testcase");
        xml.writeAttribute("name", printable(of.image()));
        xml.writeAttribute("classname", printable(suite.basis().constitution().id()));
        xml.writeAttribute("time", seconds(seconds));
    }

    private void problem(String element, Difference first, String details) throws XMLStreamException {
        start(2, element);
        xml.writeAttribute("message", printable(first.message()));
        xml.writeAttribute("type", first.kind().code());
        xml.writeCharacters(printableLines(details));
        xml.writeEndElement();
    }

    private void empty(String element, String message, @Nullable String details) throws XMLStreamException {
        start(2, element);
        xml.writeAttribute("message", printable(message));
        if (details != null) {
            xml.writeCharacters(printableLines(details));
        }
        xml.writeEndElement();
    }

    private void start(int depth, String element) throws XMLStreamException {
        indent(depth);
        xml.writeStartElement(element);
    }

    private void end(int depth) throws XMLStreamException {
        indent(depth);
        xml.writeEndElement();
    }

    private void indent(int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    /** XML 1.0 has no way to write control characters, and an attribute no line breaks. */
    private static String printable(String text) {
        return Printable.text(text.replaceAll("\\s", " "));
    }

    private static String printableLines(String text) {
        return text.lines().map(Printable::text).collect(Collectors.joining("\n"));
    }
}
