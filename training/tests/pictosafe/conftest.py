import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from pictosafe.art import CACHE, TRAIN_STYLES  # noqa: E402
from pictosafe.classes import INDEX  # noqa: E402
from pictosafe.scene import Obj, Scene, Shape, relate  # noqa: E402


@pytest.fixture(scope="session")
def art():
    """Tests that draw need the sprites."""
    if not all((CACHE / f"{style}.json").exists() for style in TRAIN_STYLES):
        pytest.skip("no sprites: run python -m pictosafe.art")


@pytest.fixture
def scene_of():
    """Builds a scene from (class, x, y, width, height) rectangles, later ones in front."""
    import numpy as np

    def build(*boxes, setting=None, words=(), **attributes):
        objects, shapes = [], []
        for name, x, y, w, h in boxes:
            shapes.append(Shape(np.ones((h, w), bool), x, y))
            objects.append(Obj(INDEX[name], "test", (x, y, x + w, y + h), w * h, w * h))
        scene = Scene(0, objects, setting, list(words), "kitchen")
        scene.rel = relate(objects, shapes, list(range(len(boxes))))
        return scene

    return build
