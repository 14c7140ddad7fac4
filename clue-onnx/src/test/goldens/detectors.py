"""Goldens of OWL-ViT and OWLv2: one graph each, text queries and an image in, logits and boxes out."""

from __future__ import annotations

from pathlib import Path

import torch
from golden_file import Golden
from towers import clip_tokenizer, export, preprocessor, randomise

SIDE, LENGTH = 64, 16
OBJECTS = ["dog", "Red bird", "burning candle", "police officer with a very long name that no query of sixteen tokens can hold"]


def make(folder: Path, expected: Path, images: dict, config_class, model_class, processor, pixels_of, square: bool) -> None:
    tokens = clip_tokenizer(folder, 300, LENGTH, "!")
    text = dict(vocab_size=len(tokens), hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=2, max_position_embeddings=LENGTH,
                bos_token_id=tokens.bos_token_id, eos_token_id=tokens.eos_token_id, pad_token_id=tokens.pad_token_id)
    vision = dict(hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=2, image_size=SIDE, patch_size=8)
    model = randomise(model_class(config_class(text_config=text, vision_config=vision, projection_dim=32)), 5)
    model.config.save_pretrained(folder)
    preprocessor(processor, folder)

    def queries(objects):
        return tokens([f"a photo of a {o}" for o in objects], padding="max_length", truncation=True, max_length=LENGTH, return_tensors="pt")

    def run(m, ids, pixels, mask):
        out = m(input_ids=ids, pixel_values=pixels, attention_mask=mask)
        return out.logits, out.pred_boxes, out.text_embeds, out.image_embeds

    inputs = queries(OBJECTS[:2])
    export(model, run, {"input_ids": inputs["input_ids"], "pixel_values": torch.zeros(1, 3, SIDE, SIDE), "attention_mask": inputs["attention_mask"]},
           ["logits", "pred_boxes", "text_embeds", "image_embeds"],
           {"input_ids": {0: "queries"}, "attention_mask": {0: "queries"}, "logits": {2: "queries"}, "text_embeds": {1: "queries"}}, folder / "onnx/model.onnx")

    golden = Golden(f"transformers, {model_class.__name__} and its Pillow image processor")
    golden.value("objects", OBJECTS)
    inputs = queries(OBJECTS)
    golden.value("ids", inputs["input_ids"].tolist())
    for name, image in images.items():
        pixels = pixels_of(processor, image)
        golden.array(f"{name}/pixels", pixels[0])
        with torch.no_grad():
            out = model(input_ids=inputs["input_ids"], pixel_values=pixels, attention_mask=inputs["attention_mask"])
        for index in range(len(OBJECTS)):
            one = type(out)(logits=out.logits[..., index : index + 1], pred_boxes=out.pred_boxes)
            found = processor.post_process_object_detection(one, threshold=0.0, target_sizes=[(image.height, image.width)])[0]
            best = int(found["scores"].argmax())
            golden.array(f"{name}/{index}/best", torch.cat([found["scores"][best : best + 1], found["boxes"][best]]))
    golden.write(expected)
