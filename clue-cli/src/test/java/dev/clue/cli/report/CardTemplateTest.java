package dev.clue.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.report.template.JtecardGenerated;
import dev.clue.image.Box;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.List;
import org.junit.jupiter.api.Test;

class CardTemplateTest {

    @Test
    void whatTheModelLookedAtIsDrawnAroundTheRegion() {
        Card card = new Card(
                "image-1",
                "unsafe",
                "a.png",
                "score 0.75",
                null,
                new Picture("data:image/jpeg;base64,", 100, 80, "a.png"),
                "",
                100,
                80,
                List.of(new Card.Region(1, "a mouth is open", "holds", new Box(50, 50, 55, 54), 5)),
                List.of(new Box(45, 44, 60, 59)),
                List.of(),
                "");
        StringOutput html = new StringOutput();
        JtecardGenerated.render(new OwaspHtmlTemplateOutput(html), null, card);
        assertThat(html.toString())
                .contains("<rect class=\"crop\" x=\"45\" y=\"44\" width=\"15\" height=\"15\"/>")
                .contains("<rect class=\"region holds\" x=\"50\" y=\"50\"");
    }
}
