package dev.clue.eval.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.eval.plot.Series.Joined;
import dev.clue.eval.plot.Series.Point;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class SvgPlotTest {

    private static final Series RISING = series("rising", 0, 0, 0.2, 0.8, 1, 1);

    @Test
    void titleAndDescriptionNameThePicture() throws Exception {
        Element svg = parsed(SvgPlot.of(plot("roc", "ROC <curve>", RISING)));
        assertThat(svg.getAttribute("role")).isEqualTo("img");
        for (String id : svg.getAttribute("aria-labelledby").split(" ")) {
            assertThat(elements(svg))
                    .anyMatch(element -> element.getAttribute("id").equals(id));
        }
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("ROC <curve>");
        assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).isEqualTo("One curve.");
    }

    @Test
    void thePageDecidesTheColours() throws Exception {
        List<Series> eight = new ArrayList<>();
        for (int index = 0; index < 8; index++) {
            eight.add(series("method " + index, 0, 0, 1, index / 8.0));
        }
        Element svg = parsed(SvgPlot.of(plot("many", "Many", eight.toArray(new Series[0]))));
        Set<String> colours = new HashSet<>();
        for (Element element : elements(svg)) {
            colours.add(element.getAttribute("stroke"));
            colours.add(element.getAttribute("fill"));
        }
        assertThat(colours)
                .contains("currentColor", "var(--plot-grid)", "var(--plot-1)", "var(--plot-6)")
                .allMatch(colour -> !colour.startsWith("rgb"));
    }

    @Test
    void nothingIsLoadedStyledOrRun() throws Exception {
        for (Element element : elements(parsed(SvgPlot.of(plot("safe", "Safe", RISING))))) {
            assertThat(element.getTagName()).isNotIn("script", "style", "image", "use", "foreignObject");
            assertThat(element.hasAttribute("style")).isFalse();
            assertThat(element.hasAttribute("href")).isFalse();
        }
    }

    @Test
    void twoPlotsInAPageShareNoId() throws Exception {
        Set<String> ids = new HashSet<>();
        for (String id : List.of("roc", "pr")) {
            for (Element element : elements(parsed(SvgPlot.of(plot(id, "A plot", RISING))))) {
                String own = element.getAttribute("id");
                assertThat(own.isEmpty() || ids.add(own)).as(own).isTrue();
            }
        }
        assertThat(ids).contains("roc-title", "pr-title");
    }

    @Test
    void theCurveGoesWhereItsPointsAre() throws Exception {
        String low = SvgPlot.of(plot("a", "A", series("one", 0, 0, 1, 0.1)));
        String high = SvgPlot.of(plot("a", "A", series("one", 0, 0, 1, 0.9)));
        assertThat(low).isNotEqualTo(high);
    }

    @Test
    void bothEndsOfAnAxisHaveATick() throws Exception {
        Element svg = parsed(SvgPlot.of(plot("ends", "Ends", series("diagonal", 0, 0, 1, 1))));
        Element curve = elements(svg).stream()
                .filter(element -> element.getTagName().equals("line") && painted(element, "stroke", "var(--plot-1)"))
                .findFirst()
                .orElseThrow();
        List<Bounds> grid = elements(svg).stream()
                .filter(element -> element.getTagName().equals("path") && painted(element, "fill", "var(--plot-grid)"))
                .map(Bounds::of)
                .toList();
        for (String end : List.of("1", "2")) {
            double x = Double.parseDouble(curve.getAttribute("x" + end));
            double y = Double.parseDouble(curve.getAttribute("y" + end));
            assertThat(grid).anyMatch(line -> line.isUpright() && line.left() < x + 1 && x - 1 < line.right());
            assertThat(grid).anyMatch(line -> !line.isUpright() && line.top() < y + 1 && y - 1 < line.bottom());
        }
    }

    @Test
    void anAxisHasALength() {
        assertThatThrownBy(() -> new Plot.Axis("d", 1, 1)).hasMessageContaining("axis d must end above its begin");
    }

    private static boolean painted(Element element, String attribute, String colour) {
        return ((Element) element.getParentNode()).getAttribute(attribute).equals(colour);
    }

    private record Bounds(double left, double top, double right, double bottom) {

        static Bounds of(Element path) {
            double[] at = Stream.of(path.getAttribute("d").split("[^0-9.]+"))
                    .filter(number -> !number.isEmpty())
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            Bounds bounds = new Bounds(at[0], at[1], at[0], at[1]);
            for (int index = 2; index < at.length; index += 2) {
                bounds = bounds.with(at[index], at[index + 1]);
            }
            return bounds;
        }

        private Bounds with(double x, double y) {
            return new Bounds(Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y));
        }

        boolean isUpright() {
            return bottom - top > right - left;
        }
    }

    private static Plot plot(String id, String title, Series... series) {
        return new Plot(
                id,
                title,
                "One curve.",
                Plot.Axis.share("false positive rate"),
                Plot.Axis.share("true positive rate"),
                List.of(series),
                true);
    }

    private static Series series(String name, double... coordinates) {
        List<Point> points = new ArrayList<>();
        for (int index = 0; index < coordinates.length; index += 2) {
            points.add(new Point(coordinates[index], coordinates[index + 1]));
        }
        return new Series(name, points, Joined.LINE);
    }

    private static Element parsed(String svg) throws ParserConfigurationException, IOException, SAXException {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getDocumentElement();
    }

    private static List<Element> elements(Element root) {
        List<Element> elements = new ArrayList<>(List.of(root));
        NodeList inner = root.getElementsByTagName("*");
        for (int index = 0; index < inner.getLength(); index++) {
            elements.add((Element) inner.item(index));
        }
        return elements;
    }
}
