"""Writes the Parquet files beside it, with the reference implementation.

    pip install pyarrow==26.0.1 pillow && python make_parquet.py

They have the layouts that the datasets library writes: images as a column of bytes and path, classes as numbers with
their names in the metadata of the file. Image i is a square of 4 x 4 pixels, all of them (i, 100, 200).
"""
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

HERE = Path(__file__).parent
IMAGE = pa.struct([("bytes", pa.binary()), ("path", pa.string())])


def png(i: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), (i, 100, 200)).save(out, "PNG")
    return out.getvalue()


def images(n: int) -> pa.Array:
    return pa.array([{"bytes": png(i), "path": f"{i}.png"} for i in range(n)], IMAGE)


def write(name: str, table: pa.Table, **options) -> None:
    file = HERE / name
    file.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, file, **options)


def datasets_table(n: int) -> pa.Table:
    features = {"image": {"_type": "Image"}, "label": {"names": ["unsafe", "safe"], "_type": "ClassLabel"}}
    table = pa.table({
        "image": images(n),
        "label": pa.array([i % 2 for i in range(n)], pa.int64()),
        "violated": pa.array([["fire"] if i % 2 == 0 else [] for i in range(n)], pa.list_(pa.string())),
        "tags": pa.array([["even", "small"] if i % 2 == 0 else None for i in range(n)], pa.list_(pa.string())),
    })
    return table.replace_schema_metadata({"huggingface": json.dumps({"info": {"features": features}})})


for codec in ("none", "snappy", "gzip", "zstd"):
    write(f"datasets-{codec}.parquet", datasets_table(12), compression=codec, row_group_size=5)

for codec in ("brotli", "lz4"):  # not read
    write(f"datasets-{codec}.parquet", datasets_table(2), compression=codec)

# a column of bytes and nothing else
write("images-alone.parquet", pa.table({"image": pa.array([None, png(1), png(2)], pa.binary())}))

write("binary.parquet", pa.table({
    "image": pa.array([png(0), png(1), png(0)], pa.binary()),  # the same image twice: the dictionary has two
    "label": ["safe", "unsafe", "safe"],
}), use_dictionary=True)

unsafebench = pa.table({
    "image": images(4),
    "safety_label": ["Safe", "Unsafe", "Unsafe", "unsfae"],
    "category": ["Hate", "Violence", "Self-harm", "Hate"],
    "source": ["Laion5B", "Lexica", "Lexica", "Laion5B"],
    "text": ["a", "b", "c", "d"],
})
write("unsafebench/data/train-00000-of-00001.parquet", unsafebench.slice(0, 1))
write("unsafebench/data/test-00000-of-00002.parquet", unsafebench.slice(1, 1))
write("unsafebench/data/test-00001-of-00002.parquet", unsafebench.slice(2, 2))

gaps = pa.table({
    "image": pa.array([{"bytes": png(0), "path": "0.png"}, None, {"bytes": None, "path": "outside.png"},
                       {"bytes": b"", "path": "3.png"}, {"bytes": png(4), "path": None}], IMAGE),
    "label": ["safe", "safe", "unsafe", "unsafe", "unsafe"],
})
write("gaps.parquet", gaps)
write("gaps-without-statistics.parquet", gaps, write_statistics=False)
write("numbers.parquet", pa.table({"image": images(2), "label": pa.array([0, 1], pa.int32())}))
write("no-rows.parquet", datasets_table(0))
