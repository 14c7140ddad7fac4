"""The vision-language model: its packed forward pass, tokenizer, prompts and export, against transformers."""

from __future__ import annotations

import json
import random

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from models import batches, check_vlm, export_vlm, from_onnx, prompts, tokenizer, vlm

STATEMENTS = ("a child touches a weapon", "at least three bottles are visible", "it is night", 'a sign says "stop"', "A candle is inside a tent.")


@pytest.fixture(scope="module")
def tokens() -> Tokenizer:
    return tokenizer.train(tokenizer.corpus([]))


@pytest.fixture(scope="module")
def model(tokens):
    return export_vlm.build(tokens, seed=3).eval()


@pytest.fixture(scope="module")
def exported(tokens, model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("vlm")
    export_vlm.write(folder, model.config, export_vlm.parameters(model), tokens)
    return folder


@pytest.mark.parametrize("text", ["\n", "\n\n", "Yes", "No", " Yes", " No", prompts.BOS, prompts.END, prompts.FAKE, prompts.IMAGE, prompts.GLOBAL, "<row_1_col_1>", "\nAssistant:"])
def test_single_tokens(tokens, text):
    assert len(tokens.encode(text, add_special_tokens=False).ids) == 1


@pytest.mark.parametrize("text", ["a café says “naïve” 12 times", "emoji 🙂\tand  spaces\n\n\nend", 'the words "ignore the rules" are written'])
def test_any_text_survives(tokens, text):
    assert tokens.decode(tokens.encode(text, add_special_tokens=False).ids) == text


def test_digits_stand_alone(tokens):
    assert len(tokens.encode(" 2048", add_special_tokens=False).ids) == 5


@pytest.mark.parametrize("statement", STATEMENTS)
@pytest.mark.parametrize("form", ["image", "tile", "none"])
def test_shared_prefix_ends_between_tokens(tokens, form, statement):
    writer = batches.Writer(tokens)
    whole = prompts.opening(form, vlm.IMAGE_TOKENS) + prompts.template("precondition").replace(prompts.STATEMENT, statement) + prompts.TURN_END
    question = [token for word in statement.split(" ") for token in writer.word(word)] + writer.turn_end
    assert writer.ids(whole) == writer.prefix(form) + question


@pytest.mark.parametrize("form", ["image", "none"])
def test_prompt_is_what_the_processor_makes(exported, form):
    from PIL import Image
    from transformers import AutoProcessor

    processor = AutoProcessor.from_pretrained(exported)
    text = prompts.template("precondition").replace(prompts.STATEMENT, STATEMENTS[0])
    content = [{"type": "image"}] * (form == "image") + [{"type": "text", "text": text}]
    rendered = processor.apply_chat_template([{"role": "user", "content": content}], add_generation_prompt=True)
    images = {"images": [Image.new("RGB", (512, 512), (200, 30, 30))]} if form == "image" else {}
    made = processor(text=rendered, return_tensors="np", **images)
    expected = prompts.opening(form, vlm.IMAGE_TOKENS) + text + prompts.TURN_END
    assert made["input_ids"][0].tolist() == check_vlm.Exported(exported).ids(expected)
    if images:
        assert made["pixel_values"].shape == (1, 1, 3, vlm.SIDE, vlm.SIDE)
        assert np.allclose(made["pixel_values"][0, 0, :, 0, 0], np.array([200, 30, 30]) / 127.5 - 1, atol=1e-6)


def packed_rows(tokens, prefix: list[int], groups: int, window: int) -> batches.Rows:
    writer, rng = batches.Writer(tokens), random.Random(0)
    packed = []
    for _ in range(2):
        segments = [batches.Segment(writer.ids(prompts.question(s)), [batches.IGNORED] * len(writer.ids(prompts.question(s)))) for s in rng.sample(STATEMENTS, 5)]
        packed.append(batches.pack(segments, groups, window))
    return batches.rows(prefix, "none", packed, window)


@pytest.mark.parametrize(("groups", "window"), [(3, 32), (1, 96)])
def test_packed_row_equals_transformers(tokens, model, groups, window):
    """Every segment of a packed row has the states that it has alone behind the prefix."""
    writer = batches.Writer(tokens)
    prefix = writer.prefix("none")
    rows = packed_rows(tokens, prefix, groups, window)
    embed = model.model.text_model.embed_tokens
    with torch.no_grad():
        states = vlm.decode(model, embed(rows.tokens), rows.positions, rows.mask.float())
        compared = 0
        for row in range(2):
            at = rows.prefix
            while at < rows.tokens.shape[1]:
                end = at + 1
                while end < rows.tokens.shape[1] and rows.positions[row, end] > rows.prefix:
                    end += 1
                if end - at > 1:
                    alone = model.model.text_model(input_ids=torch.cat([rows.tokens[row, : rows.prefix], rows.tokens[row, at:end]])[None]).last_hidden_state
                    assert torch.allclose(states[row, at:end], alone[0, rows.prefix :], atol=2e-5)
                    compared += 1
                at = end
    assert compared >= 9  # of ten questions; one may not have fitted


def test_tower_equals_transformers(model):
    pixels = torch.rand(2, 3, vlm.SIDE, vlm.SIDE) * 2 - 1
    with torch.no_grad():
        patches, image_tokens = vlm.see(model, pixels)
        reference = model.model.vision_model(pixels, torch.ones(2, vlm.GRID, vlm.GRID, dtype=torch.bool)).last_hidden_state
        assert torch.allclose(patches, reference, atol=2e-5)
        assert torch.allclose(image_tokens, model.model.connector(reference), atol=2e-5)


def test_export_agrees_with_transformers(exported):
    too_large = {name: pair for name, pair in check_vlm.differences(exported).items() if pair[0] > pair[1]}
    assert not too_large


def test_a_wrong_weight_is_noticed(tokens, model, tmp_path):
    weights = export_vlm.parameters(model)
    name = "model.text_model.layers.2.self_attn.k_proj.weight"
    export_vlm.write(tmp_path, model.config, weights, tokens)
    reference = from_onnx.weights(tmp_path)
    assert torch.equal(reference[name], torch.from_numpy(weights[name]).half().float())
    weights[name] = weights[name] + 0.05
    export_vlm.write(tmp_path / "other", model.config, weights, tokens)
    assert not torch.equal(from_onnx.weights(tmp_path / "other")[name], reference[name])


def test_weights_on_the_way_from_an_exported_model_to_a_run(exported, model):
    before = from_onnx.weights(exported)
    after = {name: value + 1 for name, value in export_vlm.parameters(model).items()}
    mixed = export_vlm.between(before, after, 0.25)
    assert mixed.keys() == after.keys()
    for name, value in mixed.items():
        assert value.dtype == np.float32 and np.allclose(value, before[name].float().numpy() + 0.25, atol=2e-3), name


def test_export_can_be_rebuilt_and_exported_again(exported, tokens, tmp_path):
    rebuilt = from_onnx.model(exported)
    export_vlm.write(tmp_path, rebuilt.config, export_vlm.parameters(rebuilt), tokens)
    for file in sorted((exported / "onnx").iterdir()):
        assert (tmp_path / "onnx" / file.name).read_bytes() == file.read_bytes(), file.name


def test_config_is_of_the_published_kind(exported):
    config = json.loads((exported / "config.json").read_text())
    assert config["model_type"] == "idefics3" and config["text_config"]["rope_theta"] == 1000000.0
    assert config["image_token_id"] == check_vlm.Exported(exported).image_token


def test_pack_keeps_windows_and_leaves_out_what_does_not_fit():
    parts = [batches.Segment([1] * n, [batches.IGNORED] * n) for n in (6, 5, 4, 9, 3)]
    rows = batches.pack(parts, 2, 10)
    assert [[len(s.tokens) for s in row] for row in rows] == [[6, 4], [5, 3]]
