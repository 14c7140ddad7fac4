package dev.clue.eval.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.DOMImplementation;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Draws a plot with XChart and writes it with Batik. What the page decides is left to it: colours become the custom
 * properties {@code --plot-1} to {@code --plot-6}, {@code --plot-grid} and {@code currentColor}, so one drawing serves
 * light and dark pages. Lines differ by their dashes as well. Words are outlines: they look the same everywhere, and who
 * does not see them has title and description.
 */
public final class SvgPlot {

    private static final String SVG = "http://www.w3.org/2000/svg";
    private static final int WIDTH = 460;
    private static final int HEIGHT = 400;
    private static final int LEGEND_ROW = 20;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final float LINE = 2.2f;

    /** Stands for a colour until the drawing is finished: no two are equal, so each can be found again. */
    private static final Color INK = new Color(1, 1, 1);

    private static final Color GRID = new Color(2, 2, 2);
    private static final Color NOTHING = new Color(0, 0, 0, 0);
    /** Share of the drawing that an axis takes. At 1 the labels of its two ends would be left out. */
    private static final double AXIS_SHARE = 0.97;

    private static final float[][] DASHES = {{}, {8, 4}, {2, 4}, {10, 4, 2, 4}, {14, 6}, {4, 4}};
    private static final Marker[] MARKS = {
        SeriesMarkers.CIRCLE,
        SeriesMarkers.DIAMOND,
        SeriesMarkers.SQUARE,
        SeriesMarkers.TRIANGLE_UP,
        SeriesMarkers.TRIANGLE_DOWN,
        SeriesMarkers.CROSS
    };
    private static final String SHARED_ID = "genericDefs";
    private static final Map<String, String> PAGE_COLOURS = Map.of(
            "black",
            "currentColor",
            rgb(Color.BLACK),
            "currentColor",
            rgb(INK),
            "currentColor",
            rgb(GRID),
            "var(--plot-grid)",
            rgb(colour(0)),
            "var(--plot-1)",
            rgb(colour(1)),
            "var(--plot-2)",
            rgb(colour(2)),
            "var(--plot-3)",
            rgb(colour(3)),
            "var(--plot-4)",
            rgb(colour(4)),
            "var(--plot-5)",
            rgb(colour(5)),
            "var(--plot-6)");

    private SvgPlot() {}

    /**
     * An {@code svg} element for an HTML page, with {@code title} and {@code desc}. The same plot gives the same text
     * on one machine; widths of words depend on its fonts.
     *
     * @throws FontsMissingException if this Java finds no font, as in a container without fontconfig
     */
    public static String of(Plot plot) {
        Document document = document();
        try {
            SVGGraphics2D graphics = new SVGGraphics2D(context(document, plot.id()), false);
            XYChart chart = chart(plot);
            chart.paint(graphics, chart.getWidth(), chart.getHeight());
            Element svg = graphics.getRoot();
            finish(document, svg, plot, chart.getHeight());
            return text(svg);
        } catch (NoClassDefFoundError | ExceptionInInitializerError | InternalError | UnsatisfiedLinkError e) {
            throw new FontsMissingException(e);
        } catch (RuntimeException e) {
            if (String.valueOf(e.getMessage()).contains("Fontconfig")) {
                throw new FontsMissingException(e);
            }
            throw e;
        }
    }

    private static XYChart chart(Plot plot) {
        int entries = plot.series().size();
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT + LEGEND_ROW * entries)
                .xAxisTitle(plot.x().name())
                .yAxisTitle(plot.y().name())
                .build();
        style(chart.getStyler(), plot);
        if (plot.diagonal()) {
            XYSeries diagonal = chart.addSeries(" ", new double[] {0, 1}, new double[] {0, 1});
            diagonal.setShowInLegend(false);
            line(diagonal, GRID, new BasicStroke(1.5f), SeriesMarkers.NONE);
        }
        for (int index = 0; index < entries; index++) {
            add(chart, plot.series().get(index), index);
        }
        return chart;
    }

    private static void add(XYChart chart, Series series, int index) {
        if (series.points().isEmpty()) {
            return;
        }
        XYSeries drawn = chart.addSeries(
                series.name(),
                series.points().stream().mapToDouble(Series.Point::x).toArray(),
                series.points().stream().mapToDouble(Series.Point::y).toArray());
        float[] dash = DASHES[index % DASHES.length];
        Marker mark = MARKS[index % MARKS.length];
        switch (series.joined()) {
            case LINE -> line(drawn, colour(index), stroke(dash), SeriesMarkers.NONE);
            case MARKED_LINE -> line(drawn, colour(index), stroke(dash), mark);
            case NOT -> {
                line(drawn, colour(index), stroke(dash), mark);
                drawn.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
            }
        }
    }

    private static void line(XYSeries series, Color colour, BasicStroke stroke, Marker mark) {
        series.setLineColor(colour);
        series.setLineStyle(stroke);
        series.setMarker(mark);
        series.setMarkerColor(colour);
    }

    private static BasicStroke stroke(float[] dash) {
        return dash.length == 0
                ? new BasicStroke(LINE, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND)
                : new BasicStroke(LINE, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0);
    }

    private static void style(XYStyler styler, Plot plot) {
        styler.setBaseFont(FONT);
        styler.setAxisTickLabelsFont(FONT);
        styler.setAxisTitleFont(FONT);
        styler.setLegendFont(FONT);
        styler.setChartFontColor(INK);
        styler.setAxisTickLabelsColor(INK);
        styler.setAxisTickMarksColor(INK);
        styler.setXAxisTitleColor(INK);
        styler.setYAxisTitleColor(INK);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(0.7f));
        styler.setPlotBorderColor(GRID);
        styler.setChartBackgroundColor(NOTHING);
        styler.setPlotBackgroundColor(NOTHING);
        styler.setLegendBackgroundColor(NOTHING);
        styler.setLegendBorderColor(NOTHING);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Vertical);
        styler.setLegendVisible(!plot.series().isEmpty());
        styler.setChartTitleVisible(false);
        styler.setXAxisMin(plot.x().low());
        styler.setXAxisMax(plot.x().high());
        styler.setYAxisMin(plot.y().low());
        styler.setYAxisMax(plot.y().high());
        styler.setDecimalPattern("0.##");
        styler.setLocale(Locale.ROOT);
        styler.setMarkerSize(8);
        styler.setPlotContentSize(AXIS_SHARE);
        styler.setChartPadding(4);
    }

    private static SVGGeneratorContext context(Document document, String id) {
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setComment("");
        context.setIDGenerator(new SVGIDGenerator() {
            private int last;

            @Override
            public String generateID(String prefix) {
                return id + "-" + prefix + ++last;
            }
        });
        return context;
    }

    private static void finish(Document document, Element svg, Plot plot, int height) {
        svg.setAttribute("viewBox", "0 0 " + WIDTH + " " + height);
        svg.removeAttribute("width");
        svg.removeAttribute("height");
        svg.setAttribute("class", "plot");
        svg.setAttribute("role", "img");
        svg.setAttribute("aria-labelledby", plot.id() + "-title " + plot.id() + "-desc");
        Node first = svg.getFirstChild();
        svg.insertBefore(words(document, "title", plot.id(), plot.title()), first);
        svg.insertBefore(words(document, "desc", plot.id(), plot.description()), first);
        fitIntoThePage(svg, plot.id());
    }

    private static Element words(Document document, String element, String id, String text) {
        Element words = document.createElementNS(SVG, element);
        words.setAttribute("id", id + "-" + element);
        words.setTextContent(text);
        return words;
    }

    private static void fitIntoThePage(Element element, String id) {
        if (element.getAttribute("id").equals(SHARED_ID)) {
            element.setAttribute("id", id + "-" + SHARED_ID);
        }
        for (String attribute : new String[] {"fill", "stroke"}) {
            String colour = PAGE_COLOURS.get(element.getAttribute(attribute));
            if (colour != null) {
                element.setAttribute(attribute, colour);
            }
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                fitIntoThePage(inner, id);
            }
        }
    }

    private static Color colour(int series) {
        return new Color(10 + series % Plot.COLOURS, 3, 3);
    }

    private static String rgb(Color colour) {
        return "rgb(" + colour.getRed() + "," + colour.getGreen() + "," + colour.getBlue() + ")";
    }

    private static Document document() {
        try {
            DOMImplementation dom =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().getDOMImplementation();
            return dom.createDocument(SVG, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Element svg) {
        try {
            Transformer transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            StringWriter text = new StringWriter();
            transformer.transform(new DOMSource(svg), new StreamResult(text));
            return text.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
    }
}
