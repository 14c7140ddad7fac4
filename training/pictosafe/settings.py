"""Backgrounds: the eight settings, each plainly visible, and plain gradients and textures."""
from __future__ import annotations

import random

import numpy as np
from PIL import Image, ImageDraw

from pictosafe.scene import SIDE


def _tint(rng: random.Random, colour: tuple[int, int, int], spread: int = 14) -> tuple[int, int, int]:
    return tuple(max(0, min(255, c + rng.randint(-spread, spread))) for c in colour)


def _gradient(top: tuple[int, int, int], bottom: tuple[int, int, int], sideways: bool = False) -> Image.Image:
    t = np.linspace(0, 1, SIDE, dtype=np.float32)[:, None]
    line = (np.array(top, np.float32) * (1 - t) + np.array(bottom, np.float32) * t).astype(np.uint8)
    image = np.broadcast_to(line[:, None], (SIDE, SIDE, 3))
    return Image.fromarray(np.ascontiguousarray(image.transpose(1, 0, 2) if sideways else image))


def _sky(rng: random.Random, clouds: bool = True, sun: float = 0.5, horizon: int = SIDE) -> Image.Image:
    image = _gradient(_tint(rng, (90, 170, 240)), _tint(rng, (190, 225, 250)))
    pen = ImageDraw.Draw(image)
    if rng.random() < sun:
        r, x, y = rng.randint(20, 38), rng.randint(30, 480), rng.randint(25, 80)
        pen.ellipse((x - r, y - r, x + r, y + r), _tint(rng, (255, 225, 90), 10))
    if clouds:
        for _ in range(rng.randint(2, 4)):
            x, y, w = rng.randint(0, 450), rng.randint(10, max(20, horizon - 90)), rng.randint(40, 80)
            for k in range(4):
                pen.ellipse((x + k * w // 3, y - (12 if k in (1, 2) else 0), x + k * w // 3 + w // 2, y + w // 3), (250, 252, 255))
    return image


def day(rng: random.Random) -> Image.Image:
    return _sky(rng, sun=0.8)


def night(rng: random.Random) -> Image.Image:
    image = _gradient(_tint(rng, (8, 10, 40), 7), _tint(rng, (30, 34, 84), 9))
    pen = ImageDraw.Draw(image)
    for _ in range(rng.randint(45, 90)):
        x, y, r = rng.randrange(SIDE), rng.randrange(SIDE), rng.choice((1, 1, 2, 2, 3))
        pen.ellipse((x - r, y - r, x + r, y + r), _tint(rng, (245, 245, 225), 10))
    if rng.random() < 0.6:
        x, y, r = rng.randint(40, 470), rng.randint(35, 90), rng.randint(18, 32)
        pen.ellipse((x - r, y - r, x + r, y + r), (240, 238, 210))
        if rng.random() < 0.6:
            pen.ellipse((x - r + 12, y - r - 5, x + r + 12, y + r - 5), (12, 15, 48))
    if rng.random() < 0.4:
        h = rng.randint(380, 460)
        pen.rectangle((0, h, SIDE, SIDE), _tint(rng, (16, 30, 28), 8))
    return image


def room(rng: random.Random) -> Image.Image:
    wall = _tint(rng, rng.choice(((235, 215, 190), (215, 225, 205), (225, 210, 225), (240, 230, 200), (200, 210, 215))), 12)
    floor = _tint(rng, rng.choice(((160, 110, 70), (130, 90, 60), (180, 140, 100), (150, 130, 120))), 12)
    image = Image.new("RGB", (SIDE, SIDE), wall)
    pen = ImageDraw.Draw(image)
    h = rng.randint(300, 400)
    if rng.random() < 0.4:
        stripe, step = _tint(rng, tuple(c - 12 for c in wall), 3), rng.randint(28, 60)
        for x in range(0, SIDE, step):
            pen.rectangle((x, 0, x + step // 2, h), stripe)
    pen.rectangle((0, h, SIDE, SIDE), floor)
    dark = tuple(c * 3 // 4 for c in floor)
    for k in range(-6, 14):  # floor boards in perspective
        x = k * 64
        pen.line((256 + (x - 256) * 6 // 10, h, x, SIDE), dark, 2)
    pen.rectangle((0, h - 10, SIDE, h), tuple(min(255, c + 22) for c in wall))
    pen.line((0, h, SIDE, h), tuple(c // 2 for c in floor), 3)
    return image


def street(rng: random.Random) -> Image.Image:
    image = _sky(rng, clouds=rng.random() < 0.5, sun=0.2, horizon=200)
    pen = ImageDraw.Draw(image)
    h, x = rng.randint(190, 270), -20
    while x < SIDE:  # a row of buildings
        w, top = rng.randint(60, 120), rng.randint(60, h - 60)
        wall = _tint(rng, rng.choice(((175, 165, 160), (190, 170, 150), (160, 170, 180), (185, 180, 170))), 12)
        pen.rectangle((x, top, x + w, h), wall)
        for wy in range(top + 12, h - 20, 30):
            for wx in range(x + 10, x + w - 14, 26):
                pen.rectangle((wx, wy, wx + 11, wy + 15), tuple(c * 7 // 10 for c in wall))
        x += w + rng.randint(0, 8)
    pen.rectangle((0, h, SIDE, h + 24), _tint(rng, (190, 188, 182), 8))
    road = _tint(rng, (82, 84, 90), 8)
    pen.rectangle((0, h + 24, SIDE, SIDE), road)
    line = (h + 24 + SIDE) // 2
    for x in range(rng.randint(-60, 0), SIDE, 96):
        pen.rectangle((x, line - 5, x + 54, line + 5), (238, 238, 228))
    return image


def grass(rng: random.Random) -> Image.Image:
    h = rng.randint(110, 260)
    image = _sky(rng, sun=0.4, clouds=rng.random() < 0.6, horizon=h)
    pen = ImageDraw.Draw(image)
    green = _tint(rng, (105, 175, 75), 14)
    if rng.random() < 0.5:
        for _ in range(3):
            x, w = rng.randint(-100, 460), rng.randint(150, 300)
            pen.ellipse((x, h - 45, x + w, h + 90), tuple(c * 9 // 10 for c in green))
    pen.rectangle((0, h, SIDE, SIDE), green)
    for _ in range(rng.randint(60, 110)):
        x, y, s = rng.randrange(SIDE), rng.randint(h + 6, SIDE), rng.randint(6, 14)
        shade = _tint(rng, tuple(c * 8 // 10 for c in green), 8)
        pen.line((x, y, x - s // 3, y - s), shade, 2)
        pen.line((x, y, x + s // 3, y - s), shade, 2)
    return image


def beach(rng: random.Random) -> Image.Image:
    h = rng.randint(110, 190)
    image = _sky(rng, sun=0.6, clouds=rng.random() < 0.4, horizon=h)
    pen = ImageDraw.Draw(image)
    shore = h + rng.randint(60, 110)
    pen.rectangle((0, h, SIDE, shore), _tint(rng, (45, 140, 200), 12))
    sand = _tint(rng, (238, 214, 160), 9)
    pen.rectangle((0, shore, SIDE, SIDE), sand)
    phase = rng.randint(0, 60)
    for x in range(-phase, SIDE, 60):
        pen.ellipse((x, shore - 10, x + 66, shore + 12), (245, 250, 252))
        pen.ellipse((x, shore, x + 66, shore + 22), sand)
    for _ in range(rng.randint(60, 120)):
        x, y = rng.randrange(SIDE), rng.randint(shore + 14, SIDE)
        pen.ellipse((x, y, x + 3, y + 2), tuple(c * 8 // 10 for c in sand))
    return image


def snow(rng: random.Random) -> Image.Image:
    image = _gradient(_tint(rng, (165, 185, 205), 10), _tint(rng, (215, 225, 235), 8))
    pen = ImageDraw.Draw(image)
    h = rng.randint(190, 300)
    pen.rectangle((0, h, SIDE, SIDE), _tint(rng, (243, 247, 252), 4))
    for _ in range(3):
        x, w = rng.randint(-100, 460), rng.randint(160, 300)
        pen.ellipse((x, h - 35, x + w, h + 80), (246, 249, 253))
    for _ in range(rng.randint(60, 110)):
        x, y, r = rng.randrange(SIDE), rng.randrange(SIDE), rng.choice((2, 3, 3, 4, 5))
        fill = (255, 255, 255) if y < h else (214, 226, 240)
        pen.ellipse((x - r, y - r, x + r, y + r), fill)
    return image


def water(rng: random.Random) -> Image.Image:
    h = rng.randint(0, 120)
    image = _sky(rng, clouds=False, sun=0.3, horizon=h)
    pen = ImageDraw.Draw(image)
    deep = _tint(rng, (30, 105, 175), 14)
    pen.rectangle((0, h, SIDE, SIDE), deep)
    light = tuple(min(255, c + 45) for c in deep)
    for y in range(h + 16, SIDE, 26):
        for x in range(rng.randint(-70, 0), SIDE, 70):
            pen.arc((x, y, x + 36, y + 14), 200, 340, light, 3)
            pen.arc((x + 32, y, x + 68, y + 14), 20, 160, light, 3)
    return image


def plain(rng: random.Random) -> Image.Image:
    """No setting: a gradient, checks, stripes, dots or soft noise in any colours."""
    a = tuple(rng.randint(70, 255) for _ in range(3))
    b = tuple(max(0, min(255, c + rng.randint(-70, 70))) for c in a)
    kind = rng.random()
    if kind < 0.45:
        return _gradient(a, b, rng.random() < 0.5)
    if kind < 0.6:
        noise = np.random.default_rng(rng.getrandbits(32)).integers(-24, 25, (16, 16, 1), dtype=np.int16)
        small = np.clip(np.array(a, np.int16) + noise, 0, 255).astype(np.uint8)
        return Image.fromarray(small).resize((SIDE, SIDE), Image.BICUBIC)
    image = Image.new("RGB", (SIDE, SIDE), a)
    pen = ImageDraw.Draw(image)
    c = tuple(max(0, min(255, x + rng.choice((-1, 1)) * rng.randint(8, 24))) for x in a)
    step = rng.randint(24, 80)
    if kind < 0.75:
        for x in range(0, SIDE, 2 * step):
            pen.rectangle((x, 0, x + step, SIDE) if step % 2 else (0, x, SIDE, x + step), c)
    elif kind < 0.88:
        for y in range(0, SIDE, step):
            for x in range(0, SIDE, step):
                if (x // step + y // step) % 2:
                    pen.rectangle((x, y, x + step, y + step), c)
    else:
        for y in range(step // 2, SIDE, step):
            for x in range(step // 2, SIDE, step):
                pen.ellipse((x - step // 5, y - step // 5, x + step // 5, y + step // 5), c)
    return image


PAINTERS = {"day": day, "night": night, "room": room, "street": street, "grass": grass, "beach": beach,
            "snow": snow, "water": water, None: plain}
