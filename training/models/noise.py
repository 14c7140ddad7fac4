"""Pictures of noise for the domain gate: kinds that fit it and, never among them, kinds that measure it.

A kind draws float values [side, side, 1 or 3] around 0..255 from a generator.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

Kind = Callable[[np.random.Generator, int], np.ndarray]


def _resized(values: np.ndarray, side: int, how: Image.Resampling = Image.Resampling.BICUBIC) -> np.ndarray:
    return np.asarray(Image.fromarray(values.astype(np.uint8)).resize((side, side), how)).astype(np.float64)


def _field(r: np.random.Generator, side: int, fall: float) -> np.ndarray:
    """Noise [side, side] of deviation 1 whose power falls with the frequency to the power `fall`."""
    frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(side), np.fft.fftfreq(side))) + 1 / side
    values = np.fft.ifft2(np.fft.fft2(r.normal(size=(side, side))) / frequency**fall).real
    return (values - values.mean()) / values.std()


def _coloured(r: np.random.Generator, side: int, fall: float) -> np.ndarray:
    if r.random() < 0.3:
        return _field(r, side, fall)[..., None].repeat(3, -1)
    return np.stack([_field(r, side, fall) for _ in range(3)], -1)


def _uniform(r: np.random.Generator, side: int) -> np.ndarray:
    return r.uniform(0, 255, (side, side, 3))


def _gaussian(r: np.random.Generator, side: int) -> np.ndarray:
    return r.uniform(60, 200) + r.normal(0, r.uniform(10, 70), (side, side, 3 if r.random() < 0.5 else 1))


def _clouds(r: np.random.Generator, side: int) -> np.ndarray:
    return r.uniform(80, 180) + _coloured(r, side, r.uniform(0.4, 1.6)) * r.uniform(20, 60)


def _speckle(r: np.random.Generator, side: int) -> np.ndarray:
    """A smooth picture with multiplied noise."""
    return _resized(r.integers(0, 256, (4, 4, 3)), side) * r.gamma(4, 0.25, (side, side, 1))


def _stripes(r: np.random.Generator, side: int) -> np.ndarray:
    values = r.integers(0, 256, (side, 1, 3)).repeat(side, 1)
    return values if r.random() < 0.5 else values.transpose(1, 0, 2)


def _tiles(r: np.random.Generator, side: int) -> np.ndarray:
    """Coloured oblongs at random, 12 x 20 px, each with its own rough surface."""
    values = np.kron(r.integers(0, 256, (side // 12 + 1, side // 20 + 1, 3)), np.ones((12, 20, 1)))[:side, :side]
    return values + r.normal(0, r.uniform(0, 40), values.shape)


def _blotches(r: np.random.Generator, side: int) -> np.ndarray:
    """Two colours, parted by a field of noise: from grains to large spots."""
    one, other = r.uniform(0, 255, (2, 3))
    return np.where(_field(r, side, r.uniform(0.0, 1.8))[..., None] > r.normal(0, 0.5), one, other)


def _levels(r: np.random.Generator, side: int) -> np.ndarray:
    """Clouds in a few colours only, with hard edges between them."""
    palette = r.uniform(0, 255, (int(r.integers(3, 9)), 3))
    values = _field(r, side, r.uniform(0.3, 1.6))
    ranks = np.digitize(values, np.quantile(values, np.linspace(0, 1, len(palette) + 1)[1:-1]))
    return palette[ranks]


def _hues(r: np.random.Generator, side: int) -> np.ndarray:
    """Every pixel of another hue, or hues in clouds, at one brightness."""
    hue = r.integers(0, 256, (side, side)) if r.random() < 0.5 else (_field(r, side, r.uniform(0.5, 1.5)) * 60) % 256
    layers = [hue, np.full((side, side), r.integers(80, 256)), np.full((side, side), r.integers(100, 256))]
    return np.asarray(Image.merge("HSV", [Image.fromarray(layer.astype(np.uint8)) for layer in layers]).convert("RGB")).astype(np.float64)


def _plaid(r: np.random.Generator, side: int) -> np.ndarray:
    """Sums of waves in all directions."""
    y, x = np.mgrid[:side, :side]
    values = np.zeros((side, side, 3))
    for _ in range(int(r.integers(2, 7))):
        angle, length = r.uniform(0, math.pi), math.exp(r.uniform(math.log(3), math.log(80)))
        wave = np.sin((x * math.cos(angle) + y * math.sin(angle)) * 2 * math.pi / length + r.uniform(0, 6))
        values += wave[..., None] * r.uniform(-1, 1, 3)
    return r.uniform(90, 170, 3) + values * r.uniform(25, 80)


def _voronoi(r: np.random.Generator, side: int) -> np.ndarray:
    """Cells of the nearest of some points, flat or rough."""
    scale = 2
    count = int(math.exp(r.uniform(math.log(60), math.log(1500))))
    n = side // scale
    from scipy.spatial import cKDTree

    points = r.uniform(0, n, (count, 2))
    nearest = cKDTree(points).query(np.stack(np.mgrid[:n, :n], -1).reshape(-1, 2))[1].reshape(n, n)
    values = r.uniform(0, 255, (count, 3))[nearest].repeat(scale, 0).repeat(scale, 1)
    return values + r.normal(0, r.choice([0, 15]), values.shape)


def _octaves(r: np.random.Generator, side: int) -> np.ndarray:
    """Value noise at several scales."""
    values = np.zeros((side, side, 3))
    fade, size, weight = r.uniform(0.4, 0.9), int(r.integers(2, 9)), 1.0
    while size < side:
        values += weight * (_resized(r.integers(0, 256, (size, size, 3)), side) - 127)
        size, weight = size * 2, weight * fade
    return 127 + values * r.uniform(0.4, 0.9)


def _soft_blocks(r: np.random.Generator, side: int) -> np.ndarray:
    """A small picture of noise enlarged smoothly, 3 to 24 times."""
    n = side // int(r.integers(3, 25))
    return _resized(r.integers(0, 256, (n, n, 3)), side, Image.Resampling.BILINEAR if r.random() < 0.5 else Image.Resampling.BICUBIC)


def _blurred(r: np.random.Generator, side: int) -> np.ndarray:
    """Noise out of focus, its contrast stretched again."""
    image = Image.fromarray(r.integers(0, 256, (side, side, 3), np.uint8)).filter(ImageFilter.GaussianBlur(r.uniform(0.7, 6)))
    values = np.asarray(image).astype(np.float64)
    return 127 + (values - values.mean()) / values.std() * r.uniform(20, 70)


def _scratches(r: np.random.Generator, side: int) -> np.ndarray:
    """Hundreds of short and long lines over a smooth picture."""
    image = Image.fromarray(_resized(r.integers(0, 256, (3, 3, 3)), side).astype(np.uint8))
    pen = ImageDraw.Draw(image)
    for _ in range(int(r.integers(200, 1500))):
        x, y, angle, length = r.uniform(0, side), r.uniform(0, side), r.uniform(0, math.pi), r.uniform(8, 120)
        pen.line((x, y, x + length * math.cos(angle), y + length * math.sin(angle)), tuple(int(v) for v in r.integers(0, 256, 3)), int(r.integers(1, 3)))
    return np.asarray(image).astype(np.float64)


def _sensor(r: np.random.Generator, side: int) -> np.ndarray:
    """What a sensor adds in the dark to a smooth picture: shot noise, grains of colour of 2 px, and rows of other brightness."""
    light = _resized(r.integers(0, 256, (3, 3, 3)), side) * r.uniform(0.2, 1.0)
    electrons = r.uniform(0.05, 0.6)
    values = r.poisson(np.clip(light, 0, 255) * electrons) / electrons
    grain = r.normal(0, r.uniform(4, 18), (side // 2, side // 2, 3)).repeat(2, 0).repeat(2, 1)
    return values + grain + r.normal(0, r.uniform(0, 8), (side, 1, 1))


def _marble(r: np.random.Generator, side: int) -> np.ndarray:
    """Waves bent by clouds."""
    y, x = np.mgrid[:side, :side]
    angle = r.uniform(0, math.pi)
    wave = np.sin((x * math.cos(angle) + y * math.sin(angle)) / r.uniform(3, 25) + _field(r, side, r.uniform(1.2, 2.0)) * r.uniform(2, 12))
    one, other = r.uniform(0, 255, (2, 3))
    return one + (wave[..., None] + 1) / 2 * (other - one)


def _dithered(r: np.random.Generator, side: int) -> np.ndarray:
    """Clouds in a handful of colours, mixed by dithering."""
    image = picture(_clouds(r, side) if r.random() < 0.5 else _octaves(r, side))
    return np.asarray(image.quantize(int(r.integers(2, 12)), dither=Image.Dither.NONE).convert("RGB") if r.random() < 0.2 else
                      image.convert("P", palette=Image.Palette.WEB, dither=Image.Dither.FLOYDSTEINBERG).convert("RGB")).astype(np.float64)


def _screen(r: np.random.Generator, side: int) -> np.ndarray:
    """A printer's screen of dots whose size follows a smooth picture."""
    y, x = np.mgrid[:side, :side]
    pitch, angle = r.uniform(4, 14), r.uniform(0, math.pi / 2)
    u, v = x * math.cos(angle) + y * math.sin(angle), y * math.cos(angle) - x * math.sin(angle)
    dots = np.cos(u * 2 * math.pi / pitch) + np.cos(v * 2 * math.pi / pitch)
    one, other = r.uniform(0, 255, (2, 3))
    return np.where((dots > _field(r, side, 2.0) * 0.8)[..., None], one, other)


SIMPLE: tuple[Kind, ...] = (_uniform, _gaussian, _clouds, _speckle, _stripes, _tiles, _blotches, _levels, _hues, _plaid, _voronoi, _octaves,
                            _soft_blocks, _blurred, _scratches, _sensor, _marble, _dithered, _screen)


def _mixture(r: np.random.Generator, side: int) -> np.ndarray:
    """Two kinds: laid over each other, or each in its own part."""
    first, second = (SIMPLE[index](r, side) for index in r.choice(len(SIMPLE), 2, replace=False))
    share = r.uniform(0.25, 0.75) if r.random() < 0.5 else (_field(r, side, 2.0) > 0)[..., None]
    return first * share + second * (1 - share)


def _salt(r: np.random.Generator, side: int) -> np.ndarray:
    values = np.full((side, side, 3), r.integers(0, 256, 3), np.float64)
    hit = r.random((side, side)) < r.uniform(0.1, 0.5)
    values[hit] = r.choice([0, 255], (int(hit.sum()), 1))
    return values


def _blocks(r: np.random.Generator, side: int) -> np.ndarray:
    """Coloured squares at random, of 2 to 8 px."""
    n = side // int(r.integers(2, 9))
    return _resized(r.integers(0, 256, (n, n, 3), np.uint8), side, Image.Resampling.NEAREST)


def _laplace(r: np.random.Generator, side: int) -> np.ndarray:
    return r.uniform(60, 200, 3) + r.laplace(0, r.uniform(20, 60), (side, side, 3))


FITTED: tuple[Kind, ...] = (*SIMPLE, _mixture)
MEASURED: tuple[Kind, ...] = (_salt, _blocks, _laplace)


def picture(values: np.ndarray) -> Image.Image:
    side = values.shape[0]
    return Image.fromarray(np.clip(np.broadcast_to(values, (side, side, 3)), 0, 255).astype(np.uint8))


def draw(seed: int, kinds: tuple[Kind, ...], side: int = 512) -> Image.Image:
    return picture(kinds[seed % len(kinds)](np.random.default_rng(seed), side))
