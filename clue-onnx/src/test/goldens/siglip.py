"""Goldens of SigLIP: text always padded to its length, images squashed."""

from __future__ import annotations

from pathlib import Path

import torch
from golden_file import Golden
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from towers import TEXTS, export, preprocessor, randomise
from transformers import PreTrainedTokenizerFast, SiglipConfig, SiglipModel
from transformers.models.siglip.image_processing_pil_siglip import SiglipImageProcessorPil

SIDE, LENGTH = 32, 64


def tokenizer(folder: Path) -> PreTrainedTokenizerFast:
    """A unigram tokenizer with the normaliser of published SigLIP folders: lower case, no punctuation, one space."""
    made = Tokenizer(models.Unigram())
    made.normalizer = normalizers.Sequence([
        normalizers.Lowercase(), normalizers.Replace(Regex(r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"), ""),
        normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()])
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.decoder = decoders.Metaspace()
    made.train_from_iterator(TEXTS * 3, trainers.UnigramTrainer(vocab_size=120, special_tokens=["<unk>", "</s>"], unk_token="<unk>", show_progress=False))
    made.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    wrapped = PreTrainedTokenizerFast(tokenizer_object=made, eos_token="</s>", pad_token="</s>", unk_token="<unk>", model_max_length=LENGTH)
    wrapped.save_pretrained(folder)
    return wrapped


def make(folder: Path, expected: Path, images: dict) -> None:
    tokens = tokenizer(folder)
    text = dict(vocab_size=len(tokens), hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=2, max_position_embeddings=LENGTH, pad_token_id=1, eos_token_id=1)
    vision = dict(hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=2, image_size=SIDE, patch_size=8)
    model = randomise(SiglipModel(SiglipConfig(text_config=text, vision_config=vision)), 4)
    model.config.save_pretrained(folder)
    processor = SiglipImageProcessorPil(size={"height": SIDE, "width": SIDE})
    preprocessor(processor, folder)

    def towers(out):
        return out.last_hidden_state, out.pooler_output

    export(model.text_model, lambda m, i: towers(m(input_ids=i)), {"input_ids": torch.ones(1, LENGTH, dtype=torch.int64)},
           ["last_hidden_state", "pooler_output"], {"input_ids": {0: "batch"}, "last_hidden_state": {0: "batch"}, "pooler_output": {0: "batch"}}, folder / "onnx/text_model.onnx")
    export(model.vision_model, lambda m, p: towers(m(pixel_values=p)), {"pixel_values": torch.zeros(1, 3, SIDE, SIDE)},
           ["last_hidden_state", "pooler_output"], {"pixel_values": {0: "batch"}, "last_hidden_state": {0: "batch"}, "pooler_output": {0: "batch"}}, folder / "onnx/vision_model.onnx")

    golden = Golden("transformers, SiglipModel and its Pillow image processor")
    golden.value("texts", TEXTS)
    for index, words in enumerate(TEXTS):
        inputs = tokens([words], padding="max_length", truncation=True, max_length=LENGTH, return_tensors="pt")
        golden.value(f"{index}/ids", inputs["input_ids"][0].tolist())
        golden.value(f"{index}/fits", len(tokens(words)["input_ids"]) <= LENGTH)
        with torch.no_grad():
            embedding = model.text_model(input_ids=inputs["input_ids"]).pooler_output[0]
        golden.array(f"{index}/embedding", embedding / embedding.norm())
    for name, image in images.items():
        pixels = processor(image, return_tensors="pt")["pixel_values"]
        golden.array(f"{name}/pixels", pixels[0])
        with torch.no_grad():
            embedding = model.vision_model(pixels).pooler_output[0]
        golden.array(f"{name}/embedding", embedding / embedding.norm())
    golden.write(expected)
