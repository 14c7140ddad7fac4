"""Close-ups: what the judge shows a model in place of a picture in which the thing asked about is small.

A square three times the box, cut from the whole picture (512 px) before it is made the model's size, so a thing of 14 px
is as blurred as it will be for the judge, whose detector does not find every box exactly.
"""

from __future__ import annotations

import random

import numpy as np
from PIL import Image

from pictosafe import views
from pictosafe.draw import CELL, drawn
from pictosafe.scene import SIDE, Scene
from pictosafe.statement import Visible

SMALL_REGION = 0.01  # of the picture
SCALE = 3
LEAST, MOST = 42, 153  # px of a square around nothing: what a detector takes for a small thing
NOWHERE = 0.1
ANOTHER = 1_000_000_000  # to the seed of the scene that is drawn where one has nothing small
CELLS = SIDE // CELL


def closeup(seed: int, side: int) -> tuple[Scene, np.ndarray, np.ndarray]:
    """The close-up of a seed: scene, picture uint8 [side, side, 3], object of each cell uint8 [64, 64]."""
    rng = random.Random(f"closeup-{seed}")
    for attempt in range(6):
        scene, image, owner, _ = drawn(seed + attempt * ANOTHER, "small" if rng.random() < 0.7 else "pairs")
        small = [i for i, o in enumerate(scene.objects) if (o.box[2] - o.box[0]) * (o.box[3] - o.box[1]) < SMALL_REGION * SIDE * SIDE]
        if small:
            break
    if not small or rng.random() < NOWHERE:
        length = rng.randint(LEAST, MOST)
        x0, y0, focus = rng.randint(0, SIDE - length), rng.randint(0, SIDE - length), ()
    else:
        tiny = [i for i in small if max(scene.objects[i].box[2] - scene.objects[i].box[0], scene.objects[i].box[3] - scene.objects[i].box[1]) <= 30]
        target = scene.objects[rng.choice(tiny if tiny and rng.random() < 0.7 else small)]
        longest = max(target.box[2] - target.box[0], target.box[3] - target.box[1])
        length = min(SIDE, round(SCALE * longest * rng.uniform(0.8, 1.35)))
        x0, y0 = (
            min(max(0, round((target.box[k] + target.box[k + 2] - length) / 2 + longest * rng.uniform(-0.25, 0.25))), SIDE - length) for k in (0, 1)
        )
        focus = (Visible(target.name),)
    shares = views.share(owner, x0, y0, x0 + length, y0 + length, len(scene.objects))
    seen, keep = views.square(scene, shares, x0, y0, length)
    seen.focus = focus
    picture = np.asarray(Image.fromarray(image).resize((side, side), Image.LANCZOS, box=(x0, y0, x0 + length, y0 + length)))
    at = ((np.arange(CELLS) + 0.5) * length / CELLS).astype(int)
    return seen, picture, views.renumbered(owner, keep)[y0 + at][:, x0 + at]
