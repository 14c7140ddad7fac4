package dev.clue.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

class YamlTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void placesAreLinesAndCharactersWhateverEndsALine(String end) {
        YamlText text = new YamlText("a: 1" + end + "😀😀: \"𝄞 x\"  # c" + end);
        Node value = values(text).get(1);
        assertThat(text.text(text.span(value))).isEqualTo("\"𝄞 x\"");
        Span span = text.span(value);
        assertThat(List.of(span.line(), span.column(), span.endLine(), span.endColumn()))
                .containsExactly(2, 5, 2, 10);
        assertThat(text.line(2)).isEqualTo("😀😀: \"𝄞 x\"  # c");
    }

    @Test
    void aByteOrderMarkIsNoText() {
        YamlText text = new YamlText("\uFEFFa: 1\n");
        assertThat(text.text()).isEqualTo("a: 1\n");
        assertThat(text.span(values(text).getFirst()).column()).isEqualTo(4);
    }

    @Test
    void commentsAreFoundWhereverTheyMayStandAndNowhereElse() {
        YamlText text = new YamlText("""
            # first
            a: [1, # second
                2]
            b: "# none"
            c: >
              # none
              text
            d: x#none   # third
            """);
        assertThat(text.comments().stream().map(YamlText.Comment::text)).containsExactly("first", "second", "third");
        assertThat(text.comments().stream()
                        .map(comment ->
                                comment.span().line() + ":" + comment.span().column()))
                .containsExactly("1:1", "2:8", "8:13");
    }

    @Test
    void whatIsNoYamlHasNoComments() {
        assertThat(new YamlText("a: 1 # one\n\"open # two\n").comments()).isEmpty();
    }

    private static List<Node> values(YamlText text) {
        return ((MappingNode) text.root().orElseThrow())
                .getValue().stream().map(entry -> entry.getValueNode()).toList();
    }
}
