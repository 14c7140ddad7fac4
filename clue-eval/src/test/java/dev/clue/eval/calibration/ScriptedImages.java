package dev.clue.eval.calibration;

import dev.clue.eval.data.ImageSource;
import dev.clue.eval.data.LabelledImage;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/** Labelled images without pixels. */
final class ScriptedImages {

    private ScriptedImages() {}

    static LabelledImage labelled(boolean unsafe, SortedMap<String, Boolean> rules) {
        return new LabelledImage("drawn", new Nowhere("drawn"), unsafe, rules, Map.of(), new TreeSet<>());
    }

    private record Nowhere(String uri) implements ImageSource {
        @Override
        public byte[] bytes() {
            throw new IllegalStateException("there are no pixels");
        }
    }
}
