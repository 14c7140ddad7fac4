"""Sprites: every emoji of classes.csv in every art style, in one memory-mapped atlas under .cache/art.

    python -m pictosafe.art              Noto, Twemoji, Fluent 3D (the training styles)
    python -m pictosafe.art --unseen     OpenMoji and EmojiOne as well (styles never trained on)

Licences and attributions are written beside the atlas (LICENCES.md). Nothing of it is committed.
"""
from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pictosafe.classes import CLASSES, INDEX

CACHE = Path(__file__).parent.parent / ".cache" / "art"
NOTO_FONT = Path("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf")
PACKAGES = {"twemoji": "@twemoji/svg@15.0.0", "fluent": "@lobehub/fluent-emoji-3d@1.1.0", "openmoji": "openmoji@15.1.0",
            "emojione": "emojione@2.2.7"}
TRAIN_STYLES = ("noto", "twemoji", "fluent")
UNSEEN_STYLES = ("openmoji", "emojione")
COMPLETE_UNSEEN = "openmoji"  # draws every class; EmojiOne 2 is older than nine of them
UNFIT = {                     # drawings that show what their class does not say
    ("emojione", "1f3cd-fe0f"): "its motorcycle has a rider with a helmet",
    ("emojione", "1f6a4"): "its speedboat has somebody at the wheel",
    ("emojione", "26fa"): "its tent comes with a night sky",
}
LEVELS = (224, 112, 56)
ATTRIBUTIONS = {
    "noto": "Debian package fonts-noto-color-emoji (NotoColorEmoji.ttf) | SIL Open Font License 1.1 | Noto Emoji, Google",
    "twemoji": "npm @twemoji/svg 15.0.0 | graphics CC-BY 4.0 | Twemoji, Twitter Inc. and contributors",
    "fluent": "npm @lobehub/fluent-emoji-3d 1.1.0 | MIT | Fluent Emoji, Microsoft Corporation",
    "openmoji": "npm openmoji 15.1.0 | CC BY-SA 4.0 | OpenMoji, open source emoji and icon project of HfG Schwaebisch Gmuend",
    "emojione": "npm emojione 2.2.7 | artwork CC BY 4.0 | Emoji icons provided free by EmojiOne",
}


def attribution(styles: tuple[str, ...] = tuple(ATTRIBUTIONS)) -> str:
    """The styles with their sources, licences and authors, as Markdown."""
    rows = "".join(f"| {style} | {ATTRIBUTIONS[style]} |\n" for style in styles)
    return "# Art\n\n| style | source | licence | attribution |\n|---|---|---|---|\n" + rows


HUES = {"red": (244, 14), "yellow": (28, 48), "green": (62, 112), "blue": (136, 178)}  # hue bands in 0..255


@dataclass(frozen=True)
class Sprite:
    """One drawing of a class: its pictures at falling sizes and the share of each colour in it."""

    cls: int
    style: str
    code: str
    levels: tuple[tuple[int, int, int], ...]  # offset into the atlas, height, width
    shares: dict[str, float]                  # colour -> share of the opaque pixels
    saturated: float                          # share of opaque pixels that are clearly coloured
    hue: int                                  # most frequent hue of those
    pixels: np.ndarray                        # the style's atlas

    def picture(self, side: int) -> Image.Image:
        """The smallest stored picture that is at least `side` px on its longer side."""
        chosen = self.levels[0]
        for level in self.levels:
            if max(level[1], level[2]) >= side:
                chosen = level
        offset, height, width = chosen
        data = self.pixels[offset:offset + height * width * 4].reshape(height, width, 4)
        return Image.fromarray(np.array(data))


def _install(style: str) -> Path:
    home = CACHE / "packages" / style
    folder = home / "node_modules" / PACKAGES[style].rsplit("@", 1)[0]
    if not folder.exists():
        home.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--no-save", "--no-audit", "--no-fund", "--prefix", str(home), PACKAGES[style]],
                       check=True, stdout=sys.stderr)
    return folder


def _read(style: str, code: str) -> Image.Image | None:
    if style == "noto":
        if not NOTO_FONT.exists():
            raise SystemExit(f"{NOTO_FONT} is missing: apt-get install fonts-noto-color-emoji")
        return _noto(code)
    folder = _install(style)
    if style == "fluent":
        for name in (code, code.replace("-fe0f", ""), code + "-fe0f"):
            path = folder / "assets" / f"{name}.webp"
            if path.exists():
                return Image.open(path).convert("RGBA")
        return None
    import cairosvg
    names = (code, code.replace("-fe0f", ""), code + "-fe0f")
    if style == "emojione":
        folder = folder / "assets" / "svg"
    elif style == "openmoji":
        folder = folder / "color" / "svg"
        names = tuple(n.upper() for n in names)
    for name in names:
        path = folder / f"{name}.svg"
        if path.exists():
            return Image.open(io.BytesIO(cairosvg.svg2png(url=str(path), output_width=288, output_height=288))).convert("RGBA")
    return None


@lru_cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(NOTO_FONT), 109)


def _noto(code: str) -> Image.Image | None:
    text = "".join(chr(int(part, 16)) for part in code.split("-"))
    left, top, right, bottom = _font().getbbox(text)
    if right - left > 200:  # the font has no single glyph for this sequence
        return None
    image = Image.new("RGBA", (right + 8, bottom + 16), (0, 0, 0, 0))
    ImageDraw.Draw(image).text((0, 0), text, font=_font(), embedded_color=True)
    return image


def _colours(image: Image.Image) -> tuple[dict[str, float], float, int]:
    pixels = np.asarray(image)
    hsv = np.asarray(image.convert("RGB").convert("HSV")).astype(int)
    opaque = pixels[..., 3] > 128
    hue, clear = hsv[..., 0][opaque], ((hsv[..., 1] > 90) & (hsv[..., 2] > 70))[opaque]
    shares = {}
    for name, (low, high) in HUES.items():
        inside = (hue >= low) & (hue <= high) if low < high else (hue >= low) | (hue <= high)
        shares[name] = float((inside & clear).mean())
    histogram = np.bincount(hue[clear], minlength=256)
    return shares, float(clear.mean()), int(histogram.argmax())


def build(styles: tuple[str, ...]) -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    for style in styles:
        chunks, entries, offset = [], [], 0
        for index, cls in enumerate(CLASSES):
            found = 0
            for code in (c for c in cls.codes if (style, c) not in UNFIT):
                image = _read(style, code)
                if image is None or image.getchannel("A").getbbox() is None:
                    continue
                image = image.crop(image.getchannel("A").point(lambda a: 255 if a > 100 else 0).getbbox())
                levels = []
                for side in LEVELS:
                    scale = side / max(image.size)
                    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
                    data = np.asarray(image.resize(size, Image.LANCZOS))
                    chunks.append(data.tobytes())
                    levels.append((offset, size[1], size[0]))
                    offset += data.size
                shares, saturated, hue = _colours(image)
                entries.append(dict(cls=cls.name, style=style, code=code, levels=levels, shares=shares, saturated=saturated, hue=hue))
                found += 1
            if not found:
                print(f"{style} has no picture of {cls.name}", file=sys.stderr)
        (CACHE / f"{style}.bin").write_bytes(b"".join(chunks))
        (CACHE / f"{style}.json").write_text(json.dumps(entries))
        print(f"{style}: {len(entries)} sprites, {offset / 1e6:.0f} MB")
    (CACHE / "LICENCES.md").write_text(attribution())


@lru_cache
def sprites(style: str) -> dict[int, list[Sprite]]:
    """Class id -> sprites of one style."""
    index = CACHE / f"{style}.json"
    if not index.exists():
        extra = " --unseen" if style in UNSEEN_STYLES else ""
        raise SystemExit(f"no sprites of style {style} in {CACHE}: run python -m pictosafe.art{extra}")
    pixels = np.memmap(CACHE / f"{style}.bin", np.uint8, "r")
    by_class: dict[int, list[Sprite]] = {}
    for entry in json.loads(index.read_text()):
        if entry["cls"] in INDEX:
            sprite = Sprite(INDEX[entry["cls"]], style, entry["code"], tuple(map(tuple, entry["levels"])),
                            entry["shares"], entry["saturated"], entry["hue"], pixels)
            by_class.setdefault(sprite.cls, []).append(sprite)
    return by_class


def require(styles: tuple[str, ...] = TRAIN_STYLES) -> None:
    """Ends the program if sprites are missing. To be called before work is shared out: a process of a pool that ends takes its
    work with it, and the pool waits for it for ever."""
    for style in styles:
        sprites(style)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--unseen", action="store_true", help="also build the styles that are never trained on")
    parser.add_argument("--again", action="store_true", help="rebuild styles that are there already")
    arguments = parser.parse_args()
    wanted = TRAIN_STYLES + (UNSEEN_STYLES if arguments.unseen else ())
    build(tuple(s for s in wanted if arguments.again or not (CACHE / f"{s}.json").exists()))
