"""Tower states that are kept: those of the scenes that they are said to be of."""

import argparse
import random
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from models import batches, still, unsure, vlm
from models.finer import refined
from models.from_onnx import weights
from models.train_vlm import Run
from pictosafe import dataset
from pictosafe.statement import Attr, Rel

SHIPPED = Path(__file__).parents[3] / "clue-models/src/main/resources/dev/clue/models/pictogram/vlm"


@pytest.fixture(scope="module")
def scenes(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pairs")
    dataset.write(folder, vlm.SIDE, 60_900_000, 60_900_012, split="pairs")
    return folder


@pytest.mark.parametrize(("matter", "decides"), [("upside_down", Attr("upside_down", "")), ("touches", Rel("touches", "", ""))])
def test_scenes_about_a_matter_come_in_their_order(scenes, matter, decides):
    data = dataset.Dataset(scenes)
    found = still.about(data, matter, 2)
    assert 0 < len(found) <= 2
    assert found == sorted(found)
    for i in found:
        assert any(type(s) is type(decides) and matter in (getattr(s, "attr", ""), getattr(s, "rel", "")) for s in data.scene(i).focus)


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


def test_what_the_model_is_unsure_of_is_the_same_by_kept_states(scenes):
    still.keep(scenes, SHIPPED, [3, 1])
    tokenizer = Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))
    run = Run(argparse.Namespace(seed=0, decoder_only=True, rate=1.0, hidden_rate=1.0, warm_up=1, average=0.0, minutes=1.0), tokenizer)
    run.model.load_state_dict(refined(weights(SHIPPED), vlm.GRID, vlm.SCALE_FACTOR), strict=False)
    writer, data, kept = batches.Writer(tokenizer), dataset.Dataset(scenes), still.Still(scenes)
    asked = [unsure.candidates(data.scene(i), random.Random(0)) for i in (3, 1)]
    by_image = unsure.scored(run, writer, "image", asked, np.stack([data.image(i) for i in (3, 1)]))
    by_state = unsure.scored(run, writer, "image", asked, np.stack([kept.image(i) for i in (0, 1)]))
    for image, state in zip(by_image, by_state, strict=True):
        assert image.keys() == state.keys()
        assert len(set(image.values())) > 5
        assert max(abs(image[text] - state[text]) for text in image) < 0.1
