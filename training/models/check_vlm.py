"""Checks an exported model against transformers, and its two decoders against each other.

    python -m models.check_vlm .cache/export/vlm
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from transformers import AutoTokenizer

from models import from_onnx, prompts, vlm

REFERENCE_TOLERANCE = 1e-4
PACKED_TOLERANCE = 1e-5  # of probabilities, as the product promises: logits grow with training, and their rounding with them
STATEMENTS = ("a child touches a weapon", "at least three bottles are visible", "it is night", "no dog is visible", "A candle is inside a tent.")


class Exported:
    """The graphs of a folder, run by ONNX Runtime."""

    def __init__(self, folder: Path, threads: int = 2):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # a busy machine is not kept busier

        def open_graph(name: str) -> onnxruntime.InferenceSession:
            return onnxruntime.InferenceSession(str(folder / "onnx" / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])

        self.vision, self.embed, self.merged, self.packer = map(open_graph, ("vision_encoder", "embed_tokens", "decoder_model_merged", "decoder_packed"))
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.image_token = self.tokenizer.convert_tokens_to_ids(prompts.IMAGE)
        self.layout = {i.name: i.shape for i in self.merged.get_inputs() if i.name.startswith("past")}

    def ids(self, text: str) -> list[int]:
        return self.tokenizer(text, add_special_tokens=False)["input_ids"]

    def nothing(self, batch: int = 1) -> dict[str, np.ndarray]:
        return {name: np.zeros((batch, shape[1], 0, shape[3]), np.float32) for name, shape in self.layout.items()}

    def features(self, pixels: np.ndarray) -> np.ndarray:
        """pixels [images, 3, side, side] -> [images, 64, width]."""
        mask = np.ones((1, len(pixels), *pixels.shape[2:]), bool)
        return self.vision.run(None, {"pixel_values": pixels[None], "pixel_attention_mask": mask})[0]

    def embedded(self, ids: np.ndarray, features: np.ndarray | None = None) -> np.ndarray:
        out = self.embed.run(None, {"input_ids": ids})[0]
        if features is not None:
            out[ids == self.image_token] = features.reshape(-1, features.shape[-1])
        return out

    def decode(self, embeds: np.ndarray, past: dict[str, np.ndarray], mask: np.ndarray | None = None) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        batch, length = embeds.shape[:2]
        before = next(iter(past.values())).shape[2]
        mask = np.ones((batch, before + length), np.int64) if mask is None else mask
        positions = np.broadcast_to(np.arange(before, before + length), (batch, length)).astype(np.int64)
        out = self.merged.run(None, {"inputs_embeds": embeds, "attention_mask": mask, "position_ids": positions, **past})
        names = [o.name for o in self.merged.get_outputs()]
        return out[0], {name.replace("present", "past_key_values"): value for name, value in zip(names[1:], out[1:])}

    def packed(self, questions: list[list[int]], past: dict[str, np.ndarray]) -> np.ndarray:
        """Logits after each question's last token, [questions, vocabulary]; all in one row."""
        before = next(iter(past.values())).shape[2]
        ids = np.array([token for question in questions for token in question], np.int64)[None]
        owner = np.repeat(np.arange(len(questions)), [len(q) for q in questions])
        positions = np.concatenate([np.arange(before, before + len(q)) for q in questions])[None]
        seen = (owner[:, None] == owner[None]) & np.tri(len(owner), dtype=bool)
        bias = np.concatenate([np.zeros((len(owner), before)), np.where(seen, 0, -65504)], 1).astype(np.float32)[None, None]
        last = np.cumsum([len(q) for q in questions]) - 1
        feeds = {"inputs_embeds": self.embedded(ids), "position_ids": positions.astype(np.int64), "attention_bias": bias, "gather": last.astype(np.int64), **past}
        return self.packer.run(["logits"], feeds)[0][0]


def differences(folder: Path, seed: int = 0) -> dict[str, tuple[float, float]]:
    """name -> (largest difference, allowed)."""
    exported, reference = Exported(folder), from_onnx.model(folder)
    rng = np.random.default_rng(seed)
    pixels = rng.uniform(-1, 1, (2, 3, vlm.SIDE, vlm.SIDE)).astype(np.float32)
    result: dict[str, tuple[float, float]] = {}

    def note(name: str, a: np.ndarray, b: np.ndarray, allowed: float = REFERENCE_TOLERANCE) -> None:
        result[name] = (float(np.abs(a - b).max()), allowed)

    with torch.no_grad():
        features = exported.features(pixels)
        seen = reference.model.vision_model(torch.from_numpy(pixels), torch.ones(2, vlm.GRID, vlm.GRID, dtype=torch.bool)).last_hidden_state
        note("vision_encoder", features, reference.model.connector(seen).numpy())
        for form, views in (("image", 1), ("tile", 2), ("none", 0)):
            prefix = exported.ids(prompts.opening(form, vlm.IMAGE_TOKENS) + prompts.instruction())
            questions = [exported.ids(prompts.question(s)) for s in STATEMENTS]
            start, past = exported.decode(exported.embedded(np.array([prefix], np.int64), features[:views] if views else None), exported.nothing())
            alone = []
            for statement, question in zip(STATEMENTS, questions):
                whole = exported.ids(prompts.opening(form, vlm.IMAGE_TOKENS) + prompts.template("precondition").replace(prompts.STATEMENT, statement) + prompts.TURN_END)
                if whole != prefix + question:
                    raise SystemExit(f"the prefix of {statement!r} ends within a token: the tokenizer does not fit the prompt")
                logits, _ = exported.decode(exported.embedded(np.array([question], np.int64)), past)
                inputs = {"input_ids": torch.tensor([whole])}
                if views:
                    inputs["pixel_values"] = torch.from_numpy(pixels[:views])[None]
                expected = reference(**inputs).logits[0].numpy()
                note(f"{form}: prefix, {statement}", start[0], expected[: len(prefix)])
                note(f"{form}: shared prefix, {statement}", logits[0], expected[len(prefix) :])
                alone.append(logits[0, -1])
            note(f"{form}: packed and one at a time", _probabilities(exported.packed(questions, past)), _probabilities(np.stack(alone)), PACKED_TOLERANCE)
            longest = max(map(len, questions))
            padded = np.array([q + [0] * (longest - len(q)) for q in questions], np.int64)
            mask = np.concatenate([np.ones((len(questions), len(prefix))), np.arange(longest)[None] < np.array([[len(q)] for q in questions])], 1).astype(np.int64)
            repeated = {name: np.repeat(value, len(questions), 0) for name, value in past.items()}
            logits, _ = exported.decode(exported.embedded(padded), repeated, mask)
            note(f"{form}: right-padded batch", _probabilities(np.stack([logits[i, len(q) - 1] for i, q in enumerate(questions)])), _probabilities(np.stack(alone)), PACKED_TOLERANCE)
    return result


def _probabilities(logits: np.ndarray) -> np.ndarray:
    exponents = np.exp(logits - logits.max(-1, keepdims=True))
    return exponents / exponents.sum(-1, keepdims=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    failed = 0
    for name, (difference, allowed) in differences(arguments.folder).items():
        failed += difference > allowed
        print(f"{'ok ' if difference <= allowed else 'BAD'} {difference:.1e} <= {allowed:.0e}  {name}")
    if failed:
        raise SystemExit(f"{failed} differences are too large: the export and the model disagree")


if __name__ == "__main__":
    main()
