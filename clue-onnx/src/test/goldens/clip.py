"""Goldens of CLIP: text and vision towers with their projections, as separate graphs."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from golden_file import Golden
from onnx import TensorProto, helper, numpy_helper
from towers import TEXTS, clip_tokenizer, export, preprocessor, randomise
from transformers import CLIPConfig, CLIPTextModelWithProjection, CLIPVisionModelWithProjection
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

SIDE, LENGTH = 32, 77


def domain(folder: Path) -> None:
    """A stand-in for the bundled gate, in its form: here the score is the mean distance of the pixel values from 0."""
    pixels = helper.make_tensor_value_info("pixel_values", TensorProto.FLOAT, ["images", 3, SIDE, SIDE])
    score = helper.make_tensor_value_info("outlier_score", TensorProto.FLOAT, ["images"])
    axes = numpy_helper.from_array(np.array([1, 2, 3], np.int64), "axes")
    nodes = [helper.make_node("Abs", ["pixel_values"], ["distances"]), helper.make_node("ReduceMean", ["distances", "axes"], ["outlier_score"], keepdims=0)]
    graph = helper.make_graph(nodes, "domain", [pixels], [score], [axes])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), folder / "onnx" / "domain.onnx")
    settings = {"limit": 0.8, "advice": "These models were made for drawn scenes: take another model with --model.", "input": "encoder"}
    (folder / "domain.json").write_text(json.dumps(settings, indent=2) + "\n")


def make(folder: Path, expected: Path, images: dict) -> None:
    tokens = clip_tokenizer(folder, 300, LENGTH, "<|endoftext|>")
    text = dict(vocab_size=len(tokens), hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=2, projection_dim=24,
                max_position_embeddings=LENGTH, bos_token_id=tokens.bos_token_id, eos_token_id=tokens.eos_token_id)
    vision = dict(hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=2, image_size=SIDE, patch_size=8, projection_dim=24)
    config = CLIPConfig(text_config=text, vision_config=vision, projection_dim=24)
    text_model = randomise(CLIPTextModelWithProjection(config.text_config), 2)
    vision_model = randomise(CLIPVisionModelWithProjection(config.vision_config), 3)
    config.save_pretrained(folder)
    processor = CLIPImageProcessorPil(size={"shortest_edge": SIDE}, crop_size={"height": SIDE, "width": SIDE})
    preprocessor(processor, folder)

    ids = torch.tensor([[tokens.bos_token_id, 5, 6, tokens.eos_token_id]])
    export(text_model, lambda m, i, a: m(input_ids=i, attention_mask=a).text_embeds, {"input_ids": ids, "attention_mask": torch.ones_like(ids)},
           ["text_embeds"], {n: {0: "batch", 1: "sequence"} for n in ("input_ids", "attention_mask")} | {"text_embeds": {0: "batch"}}, folder / "onnx/text_model.onnx")
    export(vision_model, lambda m, p: m(pixel_values=p).image_embeds, {"pixel_values": torch.zeros(1, 3, SIDE, SIDE)},
           ["image_embeds"], {"pixel_values": {0: "batch"}, "image_embeds": {0: "batch"}}, folder / "onnx/vision_model.onnx")

    domain(folder)
    golden = Golden("transformers, CLIPTextModelWithProjection, CLIPVisionModelWithProjection, the Pillow image processor")
    golden.value("texts", TEXTS)
    for index, words in enumerate(TEXTS):
        inputs = tokens([words], truncation=True, max_length=LENGTH, return_tensors="pt")
        golden.value(f"{index}/ids", inputs["input_ids"][0].tolist())
        golden.value(f"{index}/fits", len(tokens(words)["input_ids"]) <= LENGTH)
        with torch.no_grad():
            embedding = text_model(**inputs).text_embeds[0]
        golden.array(f"{index}/embedding", embedding / embedding.norm())
    for name, image in images.items():
        if name in ("dot", "strip"):
            continue
        pixels = processor(image, return_tensors="pt")["pixel_values"]
        golden.array(f"{name}/pixels", pixels[0])
        golden.value(f"{name}/outlier_score", float(pixels.abs().mean()))
        with torch.no_grad():
            embedding = vision_model(pixels).image_embeds[0]
        golden.array(f"{name}/embedding", embedding / embedding.norm())
    golden.write(expected)
