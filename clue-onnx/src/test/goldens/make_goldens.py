"""Makes the goldens of clue-onnx: tiny models with random weights, and what the reference says about them.

    python make_goldens.py            (versions: requirements.txt)

Writes src/test/resources/goldens: images, model folders in the published layout, expected numbers. The numbers come
from transformers, its Pillow image processors and its tokenizers; nothing of clue is run here.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["RAYON_NUM_THREADS"] = "1"  # training a tokenizer in threads breaks ties at random
import torch

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "resources" / "goldens"


def main(wanted: list[str]) -> None:
    torch.set_num_threads(1)
    sys.path.insert(0, str(HERE))
    import tiny_images

    images = tiny_images.draw(OUT / "images")
    for name in wanted or ["idefics3", "resampling", "clip", "siglip", "owlvit", "owlv2"]:
        torch.manual_seed(0)
        module = __import__(name)
        module.make(OUT / name, OUT / "expected" / name, images)
        for file in (OUT / name).glob("*.json"):
            file.write_text(file.read_text().rstrip() + "\n")
        print(name, "done")


if __name__ == "__main__":
    main(sys.argv[1:])
