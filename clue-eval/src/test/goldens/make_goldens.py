"""Makes the goldens of clue-eval: what scikit-learn, scipy and statsmodels say about small sets of predictions.

    python make_goldens.py            (versions: requirements.txt)

Writes src/test/resources/goldens/metrics.json. Nothing of clue is run here. A metric that is not defined on a set is
null, whatever number the library would put in its place.
"""

from __future__ import annotations

import json
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np
from scipy import stats
from sklearn import metrics
from sklearn.calibration import calibration_curve
from splittable_random import SplittableRandom
from statsmodels.stats.contingency_tables import mcnemar

OUT = Path(__file__).resolve().parent.parent / "resources" / "goldens" / "metrics.json"
BINS = 10
RESAMPLES = 400
LIBRARIES = ["numpy", "scikit-learn", "scipy", "statsmodels"]


def main() -> None:
    warnings.simplefilter("ignore")  # undefined metrics warn; they become null
    rng = np.random.default_rng(20261124)
    golden = {
        "origin": "make_goldens.py with " + ", ".join(f"{name} {version(name)}" for name in LIBRARIES),
        "sets": {name: measured(*drawn) for name, drawn in sets(rng).items()},
        "averages": averages(rng),
        "mcnemar": [mcnemar_of(a, b) for a, b in DISCORDANT],
        "bootstrap": bootstrap(rng),
        "relevance": relevance(rng),
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(lines(golden) + "\n")


def lines(value, depth: int = 0) -> str:
    """JSON with a line for what lies at most three levels deep."""
    if not isinstance(value, dict) or depth == 3:
        return json.dumps(value, allow_nan=False)
    inside = ",\n".join(f"{' ' * (depth + 1)}{json.dumps(key)}: {lines(part, depth + 1)}" for key, part in value.items())
    return "{\n" + inside + "\n" + " " * depth + "}"


def sets(rng) -> dict[str, tuple]:
    """Labels, decisions and scores."""

    def noisy(n: int, separation: float, digits: int | None = None):
        labels = rng.random(n) < 0.4
        scores = 1 / (1 + np.exp(-rng.normal(separation * (2 * labels - 1), 1)))
        scores = scores if digits is None else np.round(scores, digits)
        return labels, scores >= 0.5, scores

    def set_of(labels, scores):
        scores = np.asarray(scores, dtype=float)
        return np.asarray(labels, dtype=bool), scores >= 0.5, scores

    labels, _, scores = noisy(40, 1)
    chance = rng.random(60) < 0.5
    return {
        "random": noisy(200, 0.8),
        "chance": (chance, rng.random(60) < 0.5, rng.random(60)),
        "ties": noisy(150, 0.7, 1),
        "only positive": set_of([1] * 12, rng.random(12)),
        "only negative": set_of([0] * 12, rng.random(12)),
        "nothing predicted positive": set_of([1, 0, 0, 1], [0.1, 0.2, 0.3, 0.4]),
        "negative and predicted so": set_of([0, 0, 0], [0.1, 0.2, 0.3]),
        "perfect": set_of(labels, labels * 0.6 + 0.2),
        "inverted": set_of(labels, 0.9 - labels * 0.6),
        "constant": set_of(labels, [0.7] * 40),
        "edges of bins": set_of([0, 1] * 5 + [1], [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]),
        "one positive": set_of([1], [0.8]),
        "one negative": set_of([0], [0.8]),
        "large": noisy(500, 1.2),
        "decision apart from score": (labels, rng.random(40) < 0.6, scores),
    }


def measured(labels, decisions, scores) -> dict:
    both = labels.any() and not labels.all()
    tn, fp, fn, tp = metrics.confusion_matrix(labels, decisions, labels=[False, True]).ravel()
    result = {
        "labels": [int(label) for label in labels],
        "decisions": [int(decision) for decision in decisions],
        "scores": [float(score) for score in scores],
        "confusion": [int(tp), int(fp), int(fn), int(tn)],
        "metrics": {
            "recall": number(metrics.recall_score(labels, decisions, zero_division=np.nan)),
            "precision": number(metrics.precision_score(labels, decisions, zero_division=np.nan)),
            "accuracy": number(metrics.accuracy_score(labels, decisions)),
            "f1": number(metrics.f1_score(labels, decisions, zero_division=np.nan)),
            "balanced_accuracy": number(metrics.balanced_accuracy_score(labels, decisions)) if both else None,
            "roc_auc": number(metrics.roc_auc_score(labels, scores)) if both else None,
            "average_precision": number(metrics.average_precision_score(labels, scores)) if labels.any() else None,
            "brier": number(metrics.brier_score_loss(labels, scores, pos_label=True, labels=[False, True])),
        },
        "roc": None,
        "precision_recall": None,
        "reliability": reliability(labels, scores),
    }
    result["metrics"]["ece"] = sum(
        part["items"] / len(labels) * abs(part["positive_share"] - part["mean_score"])
        for part in result["reliability"]
    )
    if both:
        fpr, tpr, thresholds = metrics.roc_curve(labels, scores, drop_intermediate=False)
        result["roc"] = [[None, 0.0, 0.0]] + [
            [float(value) for value in point] for point in list(zip(thresholds, fpr, tpr))[1:]
        ]
    if labels.any():
        precision, recall, thresholds = metrics.precision_recall_curve(labels, scores, drop_intermediate=False)
        # scikit-learn goes up, and adds a last point (1, 0) that no threshold gives.
        result["precision_recall"] = [
            [float(value) for value in point] for point in list(zip(thresholds, precision, recall))[::-1]
        ]
    return result


def reliability(labels, scores) -> list[dict]:
    shares, means = calibration_curve(labels, scores, pos_label=True, n_bins=BINS) if len(set(labels)) == 2 else ([], [])
    inner = np.linspace(0, 1, BINS + 1)[1:-1]
    bins = np.searchsorted(inner, scores)  # as calibration_curve sorts
    filled = sorted(set(bins))
    if len(shares) == 0:  # calibration_curve wants both classes
        shares = [labels[bins == part].mean() for part in filled]
        means = [scores[bins == part].mean() for part in filled]
    return [
        {
            "bin": int(part),
            "items": int((bins == part).sum()),
            "positive_share": float(share),
            "mean_score": float(mean),
        }
        for part, share, mean in zip(filled, shares, means, strict=True)
    ]


def averages(rng) -> dict:
    """Three rules on the same images: macro and micro averages as of a multilabel problem."""
    labels = rng.random((50, 3)) < [0.5, 0.2, 0.1]
    labels[0] = True
    scores = np.clip(labels * 0.3 + rng.random((50, 3)) * 0.7, 0, 1)
    decisions = scores >= 0.5
    return {
        "labels": labels.astype(int).tolist(),
        "decisions": decisions.astype(int).tolist(),
        "scores": scores.tolist(),
        "metrics": {
            average: {
                "recall": number(metrics.recall_score(labels, decisions, average=average)),
                "precision": number(metrics.precision_score(labels, decisions, average=average)),
                "f1": number(metrics.f1_score(labels, decisions, average=average)),
                "roc_auc": number(metrics.roc_auc_score(labels, scores, average=average)),
                "average_precision": number(metrics.average_precision_score(labels, scores, average=average)),
            }
            for average in ["macro", "micro"]
        },
    }


DISCORDANT = [(0, 0), (1, 0), (0, 5), (3, 9), (12, 12), (10, 14), (24, 0), (13, 12), (25, 0), (30, 12), (100, 140), (700, 3)]


def mcnemar_of(a: int, b: int) -> dict:
    exact = a + b < 25
    result = mcnemar([[100, a], [b, 100]], exact=exact, correction=True)
    return {
        "only_first": a,
        "only_second": b,
        "exact": exact,
        "statistic": float(result.statistic),
        "p_value": float(result.pvalue),
    }


def bootstrap(rng) -> dict:
    labels = np.arange(60) % 2 == 0
    one = np.clip(labels * 0.4 + rng.random(60) * 0.6, 0, 1)
    other = np.clip(labels * 0.2 + rng.random(60) * 0.8, 0, 1)
    clusters = np.arange(60) // 2
    seed = 42

    def accuracy(of, chosen):
        return metrics.accuracy_score(labels[chosen], of[chosen] >= 0.5)

    def auc(of, chosen):
        return metrics.roc_auc_score(labels[chosen], of[chosen]) if 0 < labels[chosen].sum() < len(chosen) else np.nan

    def interval(groups, statistic):
        random = SplittableRandom(seed)
        values = []
        for _ in range(RESAMPLES):
            values.append(statistic(np.concatenate([groups[random.next_int(len(groups))] for _ in groups])))
        return [float(bound) for bound in np.percentile(values, [2.5, 97.5])]

    singles = [np.array([item]) for item in range(60)]
    pairs = [np.flatnonzero(clusters == pair) for pair in range(30)]

    def of_scipy(statistic):
        result = stats.bootstrap(
            (np.arange(60),), statistic, method="percentile", n_resamples=9999, vectorized=False, rng=rng
        )
        return [float(result.confidence_interval.low), float(result.confidence_interval.high)]

    return {
        "seed": seed,
        "resamples": RESAMPLES,
        "level": 0.95,
        "labels": labels.astype(int).tolist(),
        "one": one.tolist(),
        "other": other.tolist(),
        "clusters": [f"pair {cluster}" for cluster in clusters],
        "accuracy": interval(singles, lambda chosen: accuracy(one, chosen)),
        "roc_auc": interval(singles, lambda chosen: auc(one, chosen)),
        "accuracy_clustered": interval(pairs, lambda chosen: accuracy(one, chosen)),
        "difference": interval(singles, lambda chosen: accuracy(one, chosen) - accuracy(other, chosen)),
        "difference_clustered": interval(pairs, lambda chosen: auc(one, chosen) - auc(other, chosen)),
        "scipy_accuracy": of_scipy(lambda chosen: accuracy(one, chosen)),
        "scipy_difference": of_scipy(lambda chosen: accuracy(one, chosen) - accuracy(other, chosen)),
    }


def relevance(rng) -> dict:
    violated = rng.random(80) < 0.3
    cosines = np.round(0.15 + 0.1 * violated + rng.normal(0, 0.05, 80), 2)
    return {
        "violated": violated.astype(int).tolist(),
        "cosines": cosines.tolist(),
        "at": [
            {"t": float(t), "kept": float((cosines[violated] >= t).mean()), "dropped": float((cosines < t).mean())}
            for t in [-1, 0.1, 0.15, 0.2, 0.22, 0.225, 0.3, 0.9]
        ],
    }


def number(value) -> float | None:
    return None if np.isnan(value) else float(value)


if __name__ == "__main__":
    main()
