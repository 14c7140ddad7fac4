"""Exports a training run's weights as a folder in the published SmolVLM layout: the averaged ones, or with --last the last.

    python -m models.export_vlm --from .cache/vlm --out .cache/export/vlm

With --before FOLDER --share S they are weights on the way from an exported model's to the run's, S of it: after a short run on
little of what the model knows, somewhere between keeps more of the rest.

onnx/vision_encoder.onnx, embed_tokens.onnx and decoder_model_merged.onnx have the published signatures.
onnx/decoder_packed.onnx is clue's own: the same weights (one data file), an additive attention bias [1, 1, S, P + S] in
place of the mask, and the rows whose logits are wanted.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from tokenizers import Tokenizer
from transformers import Idefics3Config

from models import from_onnx, idefics3_graphs, prompts, vlm
from models.tokenizer import SPECIAL, published

DATA = "decoder_model_merged.onnx_data"
ALIGNMENT = 64
EXTERNAL_FROM = 1024  # bytes


def trained(run: Path, tokenizer: Tokenizer, last: bool = False) -> tuple[Idefics3Config, dict[str, np.ndarray]]:
    """Config and weights of a run, whether finished or not: the averaged ones, or those of the last step."""
    checkpoint = run / "checkpoint.pt"
    if not checkpoint.exists():
        raise SystemExit(f"{checkpoint} is missing: train first (python -m models.train_vlm), or wait for its first checkpoint")
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    model = build(tokenizer)
    if last:
        model.load_state_dict(state["model"])
        return model.config, parameters(model)
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), state["average"], strict=True):
            parameter.copy_(value)
    return model.config, parameters(model)


def between(before: dict[str, torch.Tensor], after: dict[str, np.ndarray], share: float) -> dict[str, np.ndarray]:
    """Weights on the straight way between two models of one shape. share: of the way, 0 to 1."""
    return {name: ((1 - share) * before[name].float().numpy() + share * value).astype(np.float32) for name, value in after.items()}


def build(tokenizer: Tokenizer, seed: int = 0):
    token = tokenizer.token_to_id
    return vlm.build(vlm.config(tokenizer.get_vocab_size(), token(prompts.IMAGE), token(prompts.BOS), token(prompts.END), token(SPECIAL[2])), seed)


def parameters(model) -> dict[str, np.ndarray]:
    return {name: value.detach().float().numpy() for name, value in model.named_parameters()}


def write(folder: Path, cfg: Idefics3Config, weights: dict[str, np.ndarray], tokenizer: Tokenizer) -> None:
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    write_settings(folder, cfg, tokenizer)
    for name, graph in (("vision_encoder", idefics3_graphs.vision_encoder), ("embed_tokens", idefics3_graphs.embed_tokens)):
        model = graph(weights, cfg)
        onnx.checker.check_model(model, full_check=True)
        onnx.save(model, folder / "onnx" / f"{name}.onnx")
    decoders = {name: idefics3_graphs.decoder(weights, cfg, packed) for name, packed in (("decoder_model_merged", False), ("decoder_packed", True))}
    for model in decoders.values():
        onnx.checker.check_model(model, full_check=True)
    _share_data(list(decoders.values()), folder / "onnx" / DATA)
    for name, model in decoders.items():
        (folder / "onnx" / f"{name}.onnx").write_bytes(model.SerializeToString(deterministic=True))


def _share_data(models: list[onnx.ModelProto], file: Path) -> None:
    """Moves the large initialisers, which are the same in all models, into one file."""
    places: dict[str, tuple[int, bytes]] = {}
    end = 0
    for model in models:
        for tensor in model.graph.initializer:
            if len(tensor.raw_data) < EXTERNAL_FROM:
                continue
            if tensor.name not in places:
                places[tensor.name] = (end, tensor.raw_data)
                end += -(-len(tensor.raw_data) // ALIGNMENT) * ALIGNMENT
            offset, data = places[tensor.name]
            if data != tensor.raw_data:
                raise ValueError(f"{tensor.name} differs between the decoders")
            for key, value in (("location", file.name), ("offset", offset), ("length", len(data))):
                tensor.external_data.add(key=key, value=str(value))
            tensor.data_location = onnx.TensorProto.EXTERNAL
            tensor.ClearField("raw_data")
    whole = bytearray(end)
    for offset, data in places.values():
        whole[offset : offset + len(data)] = data
    file.write_bytes(whole)


def write_settings(folder: Path, cfg: Idefics3Config, tokenizer: Tokenizer) -> None:
    """The JSON files, as published repositories have them."""
    cfg.architectures = ["Idefics3ForConditionalGeneration"]
    settings = json.loads(cfg.to_json_string())
    text = settings["text_config"]
    text["rope_theta"] = cfg.text_config.rope_parameters["rope_theta"]  # where older readers look for it
    text |= {"num_key_value_heads": cfg.text_config.num_key_value_heads, "rms_norm_eps": cfg.text_config.rms_norm_eps, "tie_word_embeddings": True}
    for part in (settings, text, settings["vision_config"]):
        part.pop("_pad_token_id", None)
    settings |= {"torch_dtype": "float32", "tie_word_embeddings": True}
    _json(folder / "config.json", settings)
    _json(folder / "generation_config.json", {"_from_model_config": True, "bos_token_id": cfg.bos_token_id, "eos_token_id": cfg.eos_token_id, "pad_token_id": cfg.pad_token_id})
    _json(
        folder / "preprocessor_config.json",
        {
            "do_convert_rgb": True,
            "do_image_splitting": False,
            "do_normalize": True,
            "do_pad": True,
            "do_rescale": True,
            "do_resize": True,
            "image_mean": [0.5, 0.5, 0.5],
            "image_processor_type": "Idefics3ImageProcessor",
            "image_std": [0.5, 0.5, 0.5],
            "max_image_size": {"longest_edge": vlm.SIDE},
            "processor_class": "Idefics3Processor",
            "resample": 1,
            "rescale_factor": 1 / 255,
            "size": {"longest_edge": vlm.SIDE},
        },
    )
    _json(folder / "processor_config.json", {"image_seq_len": vlm.IMAGE_TOKENS, "processor_class": "Idefics3Processor"})
    _json(folder / "chat_template.json", {"chat_template": prompts.CHAT_TEMPLATE})
    published(tokenizer).save_pretrained(folder)
    (folder / "chat_template.jinja").unlink(missing_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    added = {
        str(number): {"content": token.content, "lstrip": token.lstrip, "normalized": token.normalized, "rstrip": token.rstrip, "single_word": token.single_word, "special": token.special}
        for number, token in sorted(tokenizer.get_added_tokens_decoder().items())
    }
    settings = json.loads((folder / "tokenizer_config.json").read_text())
    settings |= {
        "added_tokens_decoder": added,
        "additional_special_tokens": [prompts.FAKE, prompts.IMAGE, prompts.END],
        "chat_template": prompts.CHAT_TEMPLATE,
        "processor_class": "Idefics3Processor",
        "tokenizer_class": "PreTrainedTokenizerFast",
    }
    for name in ("backend", "extra_special_tokens"):
        settings.pop(name, None)
    _json(folder / "tokenizer_config.json", settings)


def _json(file: Path, value: dict) -> None:
    file.write_text(json.dumps(value, indent=2, sort_keys=True) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="run", type=Path, default=Path(".cache/vlm"))
    parser.add_argument("--out", type=Path, default=Path(".cache/export/vlm"))
    parser.add_argument("--last", action="store_true", help="the weights of the last step, which are the better ones where the rate fell to nothing and the average is long")
    parser.add_argument("--before", type=Path, help="an exported model's folder, from whose weights the run began: with --share")
    parser.add_argument("--share", type=float, default=1.0, help="of the way from those weights to the run's that is gone, 0 to 1")
    parser.add_argument("--untrained", action="store_true", help="random weights: for a look at the layout")
    arguments = parser.parse_args()
    if not 0 <= arguments.share <= 1 or (arguments.before is None) != (arguments.share == 1):
        parser.error("--before FOLDER and --share S belong together, with S from 0 to less than 1")
    tokenizer = Tokenizer.from_file(str(arguments.run / "tokenizer.json"))
    if arguments.untrained:
        model = build(tokenizer)
        cfg, weights = model.config, parameters(model)
    else:
        cfg, weights = trained(arguments.run, tokenizer, arguments.last)
    if arguments.before:
        weights = between(from_onnx.weights(arguments.before), weights, arguments.share)
    write(arguments.out, cfg, weights, tokenizer)
    size = 0
    for file in sorted(arguments.out.rglob("*")):
        if file.is_file():
            size += file.stat().st_size
            print(f"{file.relative_to(arguments.out)}: {file.stat().st_size / 1e6:.2f} MB")
    print(f"in all {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
