"""The domain gate: what it reads, that a fit on a handful of images parts noise from scenes, its limit, its export."""

import json

import onnxruntime as ort
import pytest
import torch

from models import domain, encoder, noise, outliers

SCENES = [domain.Example(domain.SCENES, style, domain.scene(seed, None if style == domain.MIXED else (style,)))
          for seed, style in enumerate((*domain.TRAIN_STYLES, domain.MIXED) * 4)]
NOISES = [domain.Example(domain.NOISE, kind.__name__, noise.draw(seed, (kind,))) for seed, kind in enumerate(noise.FITTED[:10])]


@pytest.fixture(scope="module")
def gate():
    return domain.Gate(encoder.build(encoder.config(600, layers=domain.LAYERS), seed=3)).eval()


@pytest.fixture(scope="module")
def rows(gate):
    return domain.Rows.of(gate, SCENES + NOISES)


@pytest.fixture(scope="module")
def fitted(gate, rows):
    domain.fit(gate, rows)
    return gate


def test_features_are_finite_and_no_image_changes_another(gate):
    pixels = torch.cat([domain.pixels(image) for image in (SCENES[0].image, NOISES[0].image, SCENES[1].image.resize((700, 300)))])
    with torch.no_grad():
        together = gate.features(pixels)
        alone = torch.cat([gate.features(pixels[index:index + 1]) for index in range(3)])
        flat = gate.features(torch.full((1, 3, encoder.SIDE, encoder.SIDE), 0.5))
    assert together.shape == (3, 2 * (domain.LAYERS + 1) * encoder.WIDTH)
    assert together.isfinite().all() and flat.isfinite().all()
    assert torch.allclose(together, alone, atol=1e-4)


def test_a_fit_on_a_handful_parts_noise_from_scenes(fitted):
    """On scenes of other seeds and kinds of noise that the fit did not see, even on a tower of random weights."""
    scenes = domain.collect(fitted, [domain.scene(seed) for seed in range(100, 108)])
    others = domain.collect(fitted, [noise.draw(seed, noise.MEASURED) for seed in range(9)])
    with torch.no_grad():
        assert fitted.read(scenes).max() < fitted.read(others).median()
        assert fitted.read(scenes).median() < 0.5 < fitted.read(others).median()


def test_a_fold_leaves_out_whole_groups(rows):
    folds = rows.folds()
    by_group = {}
    for fold, family, group in zip(folds.tolist(), rows.families, rows.groups):
        by_group.setdefault((family, group), set()).add(fold)
    assert all(len(found) == 1 for found in by_group.values())
    assert by_group.pop((domain.SCENES, domain.MIXED)) == {-1}
    assert {tuple(found)[0] for (family, _), found in by_group.items() if family == domain.SCENES} == set(range(domain.FOLDS))


def test_left_out_scores_are_of_gates_that_never_saw_the_group(gate, rows, monkeypatch):
    seen = []
    monkeypatch.setattr(domain, "fit", lambda gate, some: seen.append(set(zip(some.families, some.groups))))
    scores = domain.left_out_scores(gate, rows)
    assert len(seen) == domain.FOLDS
    everything = {key for key in zip(rows.families, rows.groups) if key[1] != domain.MIXED}
    assert set.union(*seen) == everything and not set.intersection(*seen)
    assert len(scores[domain.SCENES]) == 12 and len(scores[domain.NOISE]) == len(NOISES)


def test_an_odd_scene_does_not_open_the_gate():
    assert domain.limit_of({domain.SCENES: torch.tensor([0.1, 0.98]), domain.NOISE: torch.tensor([0.9])}) == 0.5


def test_the_limit_rejects_as_many_scenes_as_the_aim_allows_and_no_more():
    scenes = torch.rand(400, generator=torch.Generator().manual_seed(0)).pow(4) / 2
    limit = domain.limit_of({domain.SCENES: scenes, domain.PHOTOGRAPHS: torch.tensor([0.1, 0.99])})
    assert (scenes > limit + 1e-3).sum() <= 8 <= (scenes > limit - 1e-2).sum()


def test_the_limit_is_half_way_where_all_is_apart():
    assert domain.limit_of({domain.SCENES: torch.full((9,), 0.1), domain.NOISE: torch.tensor([0.7, 0.9]), domain.PAGES: torch.tensor([0.8])}) == pytest.approx(0.4, abs=1e-3)


def test_what_measures_was_not_fitted():
    assert not set(noise.FITTED) & set(noise.MEASURED)
    folders = [outliers.CACHE / name for name in outliers.DEBIAN]
    for path in outliers.fit_photographs():
        assert any(folder in path.parents for folder in folders), path
    for paths in outliers.measure_photographs().values():
        for path in paths:
            assert not any(folder in path.parents for folder in folders), path
    assert domain.FIT_SEED < 10_000_000 < domain.MEASURE_SEED, "training and development seeds"


@pytest.mark.parametrize("kind", noise.FITTED + noise.MEASURED)
def test_noise_is_the_seeds_and_is_noisy(kind):
    image = noise.draw(4, (kind,), side=192)
    assert image.size == (192, 192) and image.tobytes() == noise.draw(4, (kind,), side=192).tobytes()
    assert len(image.getcolors(192 * 192)) >= 2 and max(high - low for low, high in image.getextrema()) > 10


def test_the_exported_graph_is_the_module_and_the_limit_is_written(fitted, tmp_path):
    domain.write(fitted, tmp_path, {"scenes": {"images": 1}}, 0.42)
    session = ort.InferenceSession(tmp_path / "onnx" / "domain.onnx", providers=["CPUExecutionProvider"])
    pixels = torch.cat([domain.pixels(example.image) for example in SCENES[:2] + NOISES[:3]])
    with torch.no_grad():
        expected = fitted(pixels)
    got = torch.from_numpy(session.run(["outlier_score"], {"pixel_values": pixels.numpy()})[0])
    assert torch.allclose(got, expected, atol=1e-3)
    settings = json.loads((tmp_path / "domain.json").read_text())
    assert settings["limit"] == 0.42 and settings["input"] == "encoder" and "--any-image" in settings["advice"]
    assert json.loads((tmp_path / "domain-report.json").read_text()) == {"scenes": {"images": 1}}
