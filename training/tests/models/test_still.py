"""Tower states that are kept: those of the scenes that they are said to be of."""

from pathlib import Path

import numpy as np
import pytest
import torch

from models import still, vlm
from models.finer import refined
from models.from_onnx import weights
from pictosafe import dataset
from pictosafe.statement import Attr

SHIPPED = Path(__file__).parents[3] / "clue-models/src/main/resources/dev/clue/models/pictogram/vlm"


@pytest.fixture(scope="module")
def scenes(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pairs")
    dataset.write(folder, vlm.SIDE, 60_900_000, 60_900_012, split="pairs")
    return folder


def test_scenes_about_an_attribute_come_in_their_order(scenes):
    data = dataset.Dataset(scenes)
    found = still.about(data, "upside_down", 2)
    assert 0 < len(found) <= 2
    assert found == sorted(found)
    for i in found:
        assert any(isinstance(s, Attr) and s.attr == "upside_down" for s in data.scene(i).focus)


def test_what_is_kept_is_what_the_tower_says_of_that_scene(scenes):
    still.keep(scenes, SHIPPED, [3, 1])
    kept = still.Still(scenes)
    assert len(kept) == 2
    data = dataset.Dataset(scenes)
    assert kept.scene(0).seed == data.scene(3).seed
    shipped = weights(SHIPPED)
    model = vlm.build(vlm.config(shipped["model.text_model.embed_tokens.weight"].shape[0], 0, 0, 0, 0))
    model.load_state_dict(refined(shipped, vlm.GRID, vlm.SCALE_FACTOR), strict=False)
    pixels = torch.tensor(data.image(1)).permute(2, 0, 1)[None].float() / 127.5 - 1
    with torch.no_grad():
        wanted = vlm.tower(model, pixels)[0].numpy()
    assert np.abs(kept.image(1) - wanted).mean() < 0.02 * np.abs(wanted).mean()
    assert np.abs(kept.image(0) - wanted).mean() > 0.2 * np.abs(wanted).mean()
