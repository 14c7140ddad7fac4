package dev.clue.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.eval.metric.Measured;
import dev.clue.eval.metric.PrecisionRecallCurve;
import dev.clue.eval.metric.Reliability;
import dev.clue.eval.metric.RocCurve;
import java.util.function.Function;

/** A run's curves as JSON, every point of them; a curve that does not exist has its reason. */
final class CurvesJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private CurvesJson() {}

    static ObjectNode of(RunCurves curves) {
        ObjectNode node = JSON.objectNode();
        node.set("roc", orReason(curves.roc(), CurvesJson::roc));
        node.set("precision_recall", orReason(curves.precisionRecall(), CurvesJson::precisionRecall));
        node.set("reliability", orReason(curves.calibration(), CurvesJson::reliability));
        return node;
    }

    private static <C> JsonNode orReason(Measured<C> measured, Function<C, JsonNode> written) {
        return switch (measured) {
            case Measured.Defined<C> defined -> written.apply(defined.value());
            case Measured.Undefined<C> undefined -> JSON.objectNode().put("undefined", undefined.reason());
        };
    }

    private static JsonNode roc(RocCurve curve) {
        ArrayNode points = JSON.arrayNode();
        for (RocCurve.Point point : curve.points()) {
            ArrayNode written = points.addArray();
            if (Double.isInfinite(point.threshold())) {
                written.addNull(); // above every score; JSON has no infinity
            } else {
                written.add(point.threshold());
            }
            written.add(point.falsePositiveRate()).add(point.truePositiveRate());
        }
        return points;
    }

    private static JsonNode precisionRecall(PrecisionRecallCurve curve) {
        ArrayNode points = JSON.arrayNode();
        curve.points()
                .forEach(point -> points.addArray()
                        .add(point.threshold())
                        .add(point.recall())
                        .add(point.precision()));
        return points;
    }

    private static JsonNode reliability(Reliability calibration) {
        ArrayNode bins = JSON.arrayNode();
        for (Reliability.Bin bin : calibration.bins()) {
            ObjectNode written = bins.addObject()
                    .put("above", bin.low())
                    .put("to", bin.high())
                    .put("images", bin.items());
            bin.meanScore().optional().ifPresent(mean -> written.put("mean_score", mean));
            bin.positiveShare().optional().ifPresent(share -> written.put("unsafe", share));
        }
        return bins;
    }
}
