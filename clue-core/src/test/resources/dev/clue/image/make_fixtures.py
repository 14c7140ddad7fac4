"""Writes the image fixtures beside this file, and for each what it must decode to.

Run: python make_fixtures.py   (Pillow 13 with WebP and LittleCMS, numpy, ImageMagick 6)

NAME.EXT is a file to decode. NAME.EXT.ppm.gz holds the expected frames, one binary PPM after the other: upright, sRGB,
over white. The expected pixels come from Pillow (libjpeg-turbo, libwebp, LittleCMS), or, where Pillow cannot read or
write a variant, from the very numbers that this script packs into the file. Nothing here runs the code under test.
"""

import gzip
import io
import pathlib
import struct
import subprocess
import zlib

import numpy as np
from PIL import Image, ImageCms, ImageDraw, ImageOps

HERE = pathlib.Path(__file__).parent
W, H = 32, 24


def scene(seed=0):
    """A smooth picture with some shapes, RGB."""
    y, x = np.mgrid[0:H, 0:W]
    a = np.stack([x * 255 // (W - 1), y * 255 // (H - 1), (x + y) * 255 // (W + H - 2)], -1).astype(np.uint8)
    image = Image.fromarray(a)
    draw = ImageDraw.Draw(image)
    draw.ellipse([4 + seed, 4, 14 + seed, 14], fill=(220, 40, 30))
    draw.rectangle([18, 10, 27, 20], fill=(20, 60, 200))
    return image


def alpha():
    y, x = np.mgrid[0:H, 0:W]
    return Image.fromarray((x * 255 // (W - 1)).astype(np.uint8))


def with_alpha(image):
    image = image.convert("RGB")
    image.putalpha(alpha())
    return image


def over_white(image):
    """RGB array of an image over white; rounded, not truncated."""
    rgba = np.asarray(image.convert("RGBA")).astype(np.int64)
    a = rgba[..., 3:]
    return ((rgba[..., :3] * a + 255 * (255 - a) + 127) // 255).astype(np.uint8)


def expect(name, frames):
    out = io.BytesIO()
    for frame in frames:
        frame = np.ascontiguousarray(frame, dtype=np.uint8)
        out.write(b"P6\n%d %d\n255\n" % (frame.shape[1], frame.shape[0]))
        out.write(frame.tobytes())
    (HERE / (name + ".ppm.gz")).write_bytes(gzip.compress(out.getvalue(), 9, mtime=0))


def pillow(name, save=None, frames=None):
    """Saves with Pillow unless the file is there, and expects what Pillow reads back."""
    path = HERE / name
    if save:
        save(path)
    with Image.open(path) as image:
        read = []
        for i in range(getattr(image, "n_frames", 1)):
            image.seek(i)
            read.append(over_white(ImageOps.exif_transpose(image)))
    expect(name, read)


# ---------------------------------------------------------------- ICC profiles

def icc_tag(kind, body):
    return kind + b"\0\0\0\0" + body


def s15(value):
    return struct.pack(">i", round(value * 65536))


def profile(color_space, pcs, device_class, tags):
    tags = dict(tags)
    tags[b"desc"] = icc_tag(b"desc", struct.pack(">I", 5) + b"test\0" + b"\0" * 78)
    tags[b"cprt"] = icc_tag(b"text", b"none\0")
    tags[b"wtpt"] = icc_tag(b"XYZ ", s15(0.9642) + s15(1) + s15(0.8249))
    table, data, offset = b"", b"", 128 + 4 + 12 * len(tags)
    for name, body in tags.items():
        body += b"\0" * (-len(body) % 4)
        table += name + struct.pack(">II", offset + len(data), len(body))
        data += body
    size = offset + len(data)
    header = struct.pack(">I", size) + b"lcms" + bytes([2, 0x40, 0, 0]) + device_class + color_space + pcs
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
    header = header.ljust(68, b"\0")[:68] + s15(0.9642) + s15(1) + s15(0.8249)
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + data


def gamma_curve(gamma):
    return icc_tag(b"curv", struct.pack(">IH", 1, round(gamma * 256)))


def rgb_profile():
    """Wide primaries (those of Adobe RGB, adapted to D50) and gamma 1.8: clearly not sRGB."""
    xyz = lambda *v: icc_tag(b"XYZ ", b"".join(map(s15, v)))
    return profile(b"RGB ", b"XYZ ", b"mntr", {
        b"rXYZ": xyz(0.60974, 0.31111, 0.01947), b"gXYZ": xyz(0.20528, 0.62567, 0.06087),
        b"bXYZ": xyz(0.14919, 0.06322, 0.74457),
        b"rTRC": gamma_curve(1.8), b"gTRC": gamma_curve(1.8), b"bTRC": gamma_curve(1.8)})


def gray_profile():
    return profile(b"GRAY", b"XYZ ", b"mntr", {b"kTRC": gamma_curve(1.2)})


def cmyk_profile():
    """A table with two grid points an ink: multiply-like ink mixing with inks that are not pure."""
    linear = bytes(range(256))
    grid = b""
    for c in (0, 1):
        for m in (0, 1):
            for y in (0, 1):
                for k in (0, 1):
                    light = 100 * (1 - 0.4 * c) * (1 - 0.5 * m) * (1 - 0.08 * y) * (1 - 0.85 * k)
                    a, b = (-35 * c + 70 * m - 5 * y) * (1 - k), (-45 * c - 5 * m + 85 * y) * (1 - k)
                    grid += bytes([round(light * 2.55), round(128 + a), round(128 + b)])
    matrix = b"".join(map(s15, [1, 0, 0, 0, 1, 0, 0, 0, 1]))
    lut = icc_tag(b"mft1", bytes([4, 3, 2, 0]) + matrix + linear * 4 + grid + linear * 3)
    return profile(b"CMYK", b"Lab ", b"prtr", {b"A2B0": lut})


def to_srgb(image, icc):
    """Relative colorimetric, without the shortcuts that LittleCMS takes by default (0x100: not optimised)."""
    source = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    return np.asarray(ImageCms.profileToProfile(
        image, source, ImageCms.createProfile("sRGB"), renderingIntent=1, outputMode="RGB", flags=0x100))


# ---------------------------------------------------------------- PNG

def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def pack_rows(samples, depth):
    """Rows of samples (h, w, bands) with filter byte 0."""
    out = b""
    for row in samples.reshape(samples.shape[0], -1):
        if depth == 16:
            data = row.astype(">u2").tobytes()
        elif depth == 8:
            data = row.astype(np.uint8).tobytes()
        else:
            bits = "".join(format(int(v), f"0{depth}b") for v in row)
            bits += "0" * (-len(bits) % 8)
            data = bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))
        out += b"\0" + data
    return out


PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(samples, depth, color_type, before=b"", after=b"", interlace=False):
    h, w = samples.shape[:2]
    if interlace:
        raw = b"".join(pack_rows(samples[y::dy, x::dx], depth)
                       for x, y, dx, dy in PASSES if samples[y::dy, x::dx].size)
    else:
        raw = pack_rows(samples, depth)
    header = struct.pack(">IIBBBBB", w, h, depth, color_type, 0, 0, int(interlace))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before + chunk(b"IDAT", zlib.compress(raw, 9)) + after
            + chunk(b"IEND", b""))


def blend(rgb, a):
    """Over white; rgb and a as fractions of one."""
    return np.rint(255 * (rgb * a + 1 - a)).astype(np.uint8)


def pngs():
    rng = np.random.default_rng(7)
    w, h = 13, 11
    for depth in (1, 2, 4, 8, 16):
        top = 2**depth - 1
        gray = rng.integers(0, top + 1, (h, w, 1))
        rgb = np.repeat(np.rint(gray * 255 / top), 3, -1)
        write(f"gray{depth}.png", png(gray, depth, 0), [rgb])
        write(f"gray{depth}-interlaced.png", png(gray, depth, 0, interlace=True), [rgb])
        key = int(gray[0, 0, 0])
        clear = np.where(gray == key, 255, rgb)
        write(f"gray{depth}-trns.png", png(gray, depth, 0, before=chunk(b"tRNS", struct.pack(">H", key))), [clear])
        if depth <= 8:
            palette = rng.integers(0, 256, (top + 1 if depth < 8 else 200, 3), dtype=np.uint8)
            index = rng.integers(0, len(palette), (h, w, 1))
            plte = chunk(b"PLTE", palette.tobytes())
            write(f"palette{depth}.png", png(index, depth, 3, before=plte), [palette[index[..., 0]]])
            alphas = rng.integers(0, 256, len(palette) - 1, dtype=np.uint8)
            full = np.append(alphas, 255)[index] / 255
            write(f"palette{depth}-trns.png", png(index, depth, 3, before=plte + chunk(b"tRNS", alphas.tobytes())),
                  [blend(palette[index[..., 0]] / 255, full)])
        if depth >= 8:
            color = rng.integers(0, top + 1, (h, w, 3))
            a = rng.integers(0, top + 1, (h, w, 1))
            write(f"rgb{depth}.png", png(color, depth, 2), [np.rint(color * 255 / top)])
            write(f"rgb{depth}-interlaced.png", png(color, depth, 2, interlace=True), [np.rint(color * 255 / top)])
            key = color[3, 4]
            clear = np.where((color == key).all(-1, keepdims=True), 255, np.rint(color * 255 / top))
            write(f"rgb{depth}-trns.png", png(color, depth, 2, before=chunk(b"tRNS", struct.pack(">3H", *key))), [clear])
            write(f"rgba{depth}.png", png(np.concatenate([color, a], -1), depth, 6), [blend(color / top, a / top)])
            write(f"graya{depth}.png", png(np.concatenate([gray, a], -1), depth, 4),
                  [blend(np.repeat(gray, 3, -1) / top, a / top)])
    clear = np.concatenate([rng.integers(0, 256, (H, W, 3)), np.zeros((H, W, 1), int)], -1)
    write("clear.png", png(clear, 8, 6), [np.full((H, W, 3), 255)])
    pillow("filters.png", lambda p: scene().save(p, optimize=True))

    color = np.asarray(scene())
    icc = chunk(b"iCCP", b"test\0\0" + zlib.compress(rgb_profile()))
    write("icc.png", png(color, 8, 2, before=icc), [to_srgb(scene(), rgb_profile())])
    broken = chunk(b"iCCP", b"test\0\0" + zlib.compress(rgb_profile()[:200]))
    write("icc-broken.png", png(color, 8, 2, before=broken), [color])
    gray = np.asarray(scene().convert("L"))[..., None]
    icc = chunk(b"iCCP", b"test\0\0" + zlib.compress(gray_profile()))
    write("icc-gray.png", png(gray, 8, 0, before=icc), [to_srgb(scene().convert("L"), gray_profile())])
    exif = Image.Exif()
    exif[0x0112] = 6
    exif = exif.tobytes()[6:]
    write("exif6.png", png(color, 8, 2, after=chunk(b"eXIf", exif)), [np.rot90(color, -1)])
    pillow("one-pixel.png", lambda p: Image.new("RGB", (1, 1), (1, 2, 3)).save(p))


def write(name, data, frames):
    (HERE / name).write_bytes(data)
    expect(name, frames)


def apngs():
    for dispose in (0, 1, 2):
        for over in (0, 1):
            animated_png(f"animated-dispose{dispose}-blend{over}.png", dispose, over)
    frames = [with_alpha(scene(4 * i)).rotate(90 * i) for i in range(2)]
    # A still image that is no part of the animation is shown by some viewers: it counts as a frame, the first.
    still = scene().convert("RGBA")
    pillow("animated-still.png", lambda p: still.save(
        p, save_all=True, append_images=frames, default_image=True, blend=0, duration=50))
    small = np.asarray(Image.new("RGB", (8, 6), (255, 0, 0)))
    big = np.asarray(scene())
    control = lambda n, w, h, x, y: chunk(b"fcTL", struct.pack(">IIIIIHHBB", n, w, h, x, y, 1, 10, 0, 0))
    raw = zlib.compress(pack_rows(small, 8))
    animated = png(big, 8, 2, before=chunk(b"acTL", struct.pack(">II", 2, 0)) + control(0, W, H, 0, 0),
                   after=control(1, 8, 6, 20, 15) + chunk(b"fdAT", struct.pack(">I", 2) + raw[:9])
                   + chunk(b"fdAT", struct.pack(">I", 3) + raw[9:]))
    second = big.copy()
    second[15:21, 20:28] = (255, 0, 0)
    write("animated-part.png", animated, [big, second])


def parts():
    """Frames of different places and sizes with alpha."""
    return [(0, 0, with_alpha(scene())), (6, 4, with_alpha(scene(3)).crop((2, 2, 18, 14))),
            (10, 8, with_alpha(scene(6)).crop((8, 4, 28, 18)))]


def animated_png(name, dispose, over):
    """Put together by hand, and composed here in fractions: Pillow does not blend alpha as the standard says."""
    canvas = np.zeros((H, W, 4))
    expected, body, number = [], [], 0
    for i, (x, y, image) in enumerate(parts()):
        pixels = np.asarray(image)
        data = zlib.compress(pack_rows(pixels, 8), 9)
        control = struct.pack(">IIIIIHHBB", number, image.width, image.height, x, y, 1, 10, dispose, over)
        number += 1
        body.append(chunk(b"fcTL", control))
        if i:
            body.append(chunk(b"fdAT", struct.pack(">I", number) + data))
            number += 1
        before = canvas.copy() if i else np.zeros_like(canvas)
        area = canvas[y:y + image.height, x:x + image.width]
        new = pixels / 255
        if over:
            a, b = new[..., 3:], area[..., 3:]
            total = a + b * (1 - a)
            color = (new[..., :3] * a + area[..., :3] * b * (1 - a)) / np.where(total == 0, 1, total)
            new = np.concatenate([color, total], -1)
        area[:] = new
        expected.append(blend(canvas[..., :3], canvas[..., 3:]))
        if dispose == 1:
            area[:] = 0
        elif dispose == 2:
            canvas = before
    whole = png(np.asarray(parts()[0][2]), 8, 6, after=b"".join(body[1:]),
                before=chunk(b"acTL", struct.pack(">II", 3, 0)) + body[0])
    write(name, whole, expected)


# ---------------------------------------------------------------- JPEG

def jpegs():
    big = scene()
    pillow("baseline.jpg", lambda p: big.save(p, quality=90, subsampling=0))
    pillow("chroma420.jpg", lambda p: big.save(p, quality=80, subsampling=2))
    pillow("chroma422.jpg", lambda p: big.save(p, quality=80, subsampling=1))
    pillow("progressive.jpg", lambda p: big.save(p, quality=85, progressive=True))
    pillow("gray.jpg", lambda p: big.convert("L").save(p, quality=85))
    pillow("rgb.jpg", lambda p: big.save(p, quality=90, keep_rgb=True, subsampling=0))
    pillow("restart.jpg", lambda p: big.save(p, quality=85, restart_marker_blocks=2))
    cmyk = big.convert("CMYK")
    pillow("cmyk.jpg", lambda p: cmyk.save(p, quality=95))
    data = (HERE / "cmyk.jpg").read_bytes()
    at = data.index(b"Adobe") + 11
    (HERE / "ycck.jpg").write_bytes(data[:at] + b"\2" + data[at + 1:])
    pillow("ycck.jpg")
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        pillow(f"exif{orientation}.jpg", lambda p: big.save(p, quality=90, subsampling=0, exif=exif))
    big.save(HERE / "icc.jpg", quality=95, subsampling=0, icc_profile=rgb_profile())
    expect("icc.jpg", [to_srgb(Image.open(HERE / "icc.jpg"), rgb_profile())])
    big.convert("L").save(HERE / "icc-gray.jpg", quality=95, icc_profile=gray_profile())
    expect("icc-gray.jpg", [to_srgb(Image.open(HERE / "icc-gray.jpg"), gray_profile())])
    cmyk.save(HERE / "icc-cmyk.jpg", quality=95, icc_profile=cmyk_profile())
    expect("icc-cmyk.jpg", [to_srgb(Image.open(HERE / "icc-cmyk.jpg"), cmyk_profile())])
    pillow("icc-broken.jpg", lambda p: big.save(p, quality=90, subsampling=0, icc_profile=rgb_profile()[:150]))
    pillow("trailer.jpg", lambda p: p.write_bytes((HERE / "baseline.jpg").read_bytes() + b"\xff\xd8 and more" * 9))


# ---------------------------------------------------------------- WebP

def webps():
    big, clear = scene(), with_alpha(scene())
    pillow("lossy.webp", lambda p: big.save(p, quality=80))
    pillow("lossy-low.webp", lambda p: big.save(p, quality=5))
    pillow("lossless.webp", lambda p: big.save(p, lossless=True))
    pillow("lossless-palette.webp", lambda p: big.quantize(6).convert("RGB").save(p, lossless=True))
    pillow("lossy-alpha.webp", lambda p: clear.save(p, quality=90))
    pillow("lossy-alpha-low.webp", lambda p: clear.save(p, quality=90, alpha_quality=20))
    pillow("lossless-alpha.webp", lambda p: clear.save(p, lossless=True, exact=True))
    pillow("one-pixel-clear.webp", lambda p: Image.new("RGBA", (1, 1), (200, 30, 30, 0)).save(p, quality=80))
    for options in ("filter-type=0", "filter-sharpness=6", "partitions=3"):
        name = "lossy-" + options.split("=")[0] + ".webp"
        big.resize((50, 70)).save(HERE / "source.png")
        subprocess.run(["convert", HERE / "source.png", "-quality", "30", "-define", f"webp:{options}", HERE / name],
                       check=True)
        (HERE / "source.png").unlink()
        pillow(name)
    exif = Image.Exif()
    exif[0x0112] = 8
    pillow("exif8.webp", lambda p: big.save(p, lossless=True, exif=exif))
    big.save(HERE / "icc.webp", lossless=True, icc_profile=rgb_profile())
    expect("icc.webp", [to_srgb(big, rgb_profile())])
    frames = [with_alpha(scene(4 * i)).rotate(90 * i) for i in range(4)]
    pillow("animated-lossless.webp", lambda p: frames[0].save(
        p, save_all=True, append_images=frames[1:], lossless=True, exact=True, duration=50))
    pillow("animated-lossy.webp", lambda p: frames[0].save(
        p, save_all=True, append_images=frames[1:], quality=90, duration=50))
    opaque = [scene(3 * i) for i in range(4)]
    pillow("animated-parts.webp", lambda p: opaque[0].save(
        p, save_all=True, append_images=opaque[1:], lossless=True, minimize_size=True, duration=50))
    for over in (0, 1):
        for clear_after in (0, 1):
            animated_webp(f"animated-dispose{clear_after}-blend{over}.webp", clear_after, over)


def image_chunks(image):
    data = io.BytesIO()
    image.save(data, "WEBP", lossless=True, exact=True)
    data = data.getvalue()
    at = data.index(b"VP8L")
    return data[at:]


def animated_webp(name, clear_after, over):
    """Frames of different places and sizes, put together by hand; Pillow (libwebp) says how they look."""
    body = b""
    for x, y, image in parts():
        u24 = lambda v: struct.pack("<I", v)[:3]
        frame = u24(x // 2) + u24(y // 2) + u24(image.width - 1) + u24(image.height - 1) + u24(50)
        frame += bytes([clear_after | (0 if over else 2)]) + image_chunks(image)
        body += b"ANMF" + struct.pack("<I", len(frame)) + frame + b"\0" * (len(frame) % 2)
    header = bytes([0x12, 0, 0, 0]) + struct.pack("<I", W - 1)[:3] + struct.pack("<I", H - 1)[:3]
    body = (b"WEBPVP8X" + struct.pack("<I", 10) + header + b"ANIM" + struct.pack("<I", 6) + b"\0" * 6 + body)
    (HERE / name).write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)
    pillow(name)


# ---------------------------------------------------------------- GIF

def gifs():
    still = scene().quantize(64)
    pillow("still.gif", lambda p: still.save(p, interlace=0))
    pillow("interlaced.gif", lambda p: still.save(p, interlace=1))
    pillow("large-table.gif", lambda p: Image.fromarray(
        np.random.default_rng(3).integers(0, 256, (60, 80), dtype=np.uint8)).save(p))
    pillow("two-colors.gif", lambda p: scene().convert("1").save(p))
    cut = still.copy()
    pillow("transparent.gif", lambda p: cut.save(p, transparency=cut.getpixel((8, 8))))
    for disposal in (1, 2, 3):
        gif_frames(f"animated-dispose{disposal}.gif", disposal)


def gif_frames(name, disposal):
    """Three frames of different places and palettes; the expected pixels are composed here, as browsers do."""
    canvas = np.zeros((H, W, 4), np.uint8)
    expected, body = [], b""
    for i, (x, y, w, h) in enumerate([(0, 0, W, H), (4, 3, 16, 12), (12, 8, 18, 14)]):
        part = scene(4 * i).crop((x, y, x + w, y + h)).quantize(16)
        index = np.asarray(part)
        palette = np.asarray(part.getpalette()[:48], np.uint8).reshape(-1, 3)
        palette = np.vstack([palette, np.zeros((16 - len(palette), 3), np.uint8)])
        key = int(index[0, 0])
        single = io.BytesIO()
        part.save(single, "GIF", interlace=0, optimize=False)
        data = single.getvalue()
        image = data[data.index(b",", 13 + 3 * 2 ** ((data[10] & 7) + 1)):-1]
        image = image[10 + (3 * 2 ** ((image[9] & 7) + 1) if image[9] & 0x80 else 0):]
        body += b"\x21\xf9\4" + bytes([disposal << 2 | 1, 5, 0, key, 0])
        body += b"," + struct.pack("<HHHHB", x, y, w, h, 0x83) + palette.tobytes() + image
        before = canvas.copy()
        area = canvas[y:y + h, x:x + w]
        seen = index != key
        area[seen] = np.dstack([palette[index], np.full((h, w), 255, np.uint8)])[seen]
        expected.append(over_white(Image.fromarray(canvas)))
        if disposal == 2:
            area[:] = 0
        elif disposal == 3:
            canvas = before
    (HERE / name).write_bytes(b"GIF89a" + struct.pack("<HHBBB", W, H, 0, 0, 0) + body + b";")
    expect(name, expected)


# ---------------------------------------------------------------- BMP

def bmp(name, depth, compression, body, palette=b"", masks=b"", height=H):
    header = struct.pack("<IiiHHIIiiII", 40, W, height, 1, depth, compression, len(body), 2835, 2835, len(palette) // 4, 0)
    offset = 14 + len(header) + len(masks) + len(palette)
    (HERE / name).write_bytes(
        b"BM" + struct.pack("<IHHI", offset + len(body), 0, 0, offset) + header + masks + palette + body)


def bmps():
    big = scene()
    pillow("rgb24.bmp", lambda p: big.save(p))
    pillow("palette8.bmp", lambda p: big.quantize(200).save(p))
    pillow("palette1.bmp", lambda p: big.convert("1").save(p))
    pillow("gray8.bmp", lambda p: big.convert("L").save(p))
    rows = np.asarray(big)[::-1].astype(int)
    five = (rows[..., 0] >> 3) << 10 | (rows[..., 1] >> 3) << 5 | rows[..., 2] >> 3
    six = (rows[..., 0] >> 3) << 11 | (rows[..., 1] >> 2) << 5 | rows[..., 2] >> 3
    bmp("rgb555.bmp", 16, 0, five.astype("<u2").tobytes())
    bmp("rgb565.bmp", 16, 3, six.astype("<u2").tobytes(), masks=struct.pack("<III", 0xf800, 0x07e0, 0x001f))
    scale = lambda v, top: np.rint(v * 255 / top)
    red, blue = scale(rows[..., 0] >> 3, 31), scale(rows[..., 2] >> 3, 31)
    expect("rgb555.bmp", [np.dstack([red, scale(rows[..., 1] >> 3, 31), blue])[::-1]])
    expect("rgb565.bmp", [np.dstack([red, scale(rows[..., 1] >> 2, 63), blue])[::-1]])
    bgrx = np.concatenate([rows[..., ::-1], np.zeros((H, W, 1), int)], -1).astype(np.uint8)
    bmp("rgb32.bmp", 32, 0, bgrx.tobytes())
    expect("rgb32.bmp", [np.asarray(big)])
    bmp("top-down.bmp", 24, 0, np.asarray(big)[..., ::-1].tobytes(), height=-H)
    expect("top-down.bmp", [np.asarray(big)])
    palette = big.quantize(16)
    index = np.asarray(palette)
    colors = np.asarray(palette.getpalette()[:48], np.uint8).reshape(-1, 3)
    table = b"".join(bytes([*c[::-1], 0]) for c in colors)
    runs8, runs4 = b"", b""
    for row in index[::-1]:
        for v in row:
            runs8 += bytes([1, v])
            runs4 += bytes([1, v << 4])
        runs8 += b"\0\0"
        runs4 += b"\0\0"
    bmp("rle8.bmp", 8, 1, runs8 + b"\0\1", palette=table)
    bmp("rle4.bmp", 4, 2, runs4 + b"\0\1", palette=table)
    four = b"".join(bytes(int(a) << 4 | int(b) for a, b in row.reshape(-1, 2)) for row in index[::-1])
    bmp("palette4.bmp", 4, 0, four, palette=table)
    for name in ("rle8.bmp", "rle4.bmp", "palette4.bmp"):
        expect(name, [colors[index]])
    clear = np.asarray(with_alpha(big))[::-1]
    body = np.concatenate([clear[..., 2::-1], clear[..., 3:]], -1).tobytes()
    header = struct.pack("<IiiHHIIiiII", 108, W, H, 1, 32, 3, len(body), 2835, 2835, 0, 0)
    header += struct.pack("<IIII", 0xff0000, 0xff00, 0xff, 0xff000000) + b"BGRs" + b"\0" * 48
    (HERE / "alpha.bmp").write_bytes(b"BM" + struct.pack("<IHHI", 122 + len(body), 0, 0, 122) + header + body)
    pillow("alpha.bmp")
    core = struct.pack("<IHHHH", 12, W, H, 1, 24)
    body = np.asarray(big)[::-1, :, ::-1].tobytes()
    (HERE / "os2.bmp").write_bytes(b"BM" + struct.pack("<IHHI", 26 + len(body), 0, 0, 26) + core + body)
    expect("os2.bmp", [np.asarray(big)])


if __name__ == "__main__":
    pngs()
    apngs()
    jpegs()
    webps()
    gifs()
    bmps()
    total = sum(p.stat().st_size for p in HERE.iterdir() if p.suffix != ".py")
    print(f"{len(list(HERE.iterdir()))} files, {total} bytes")
