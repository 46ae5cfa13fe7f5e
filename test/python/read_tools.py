"""Annotation tools: CVAT and Label Studio."""

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np

from dataset import classes, pictures, read_json, root, same


def cvat():
    """Run lengths along the rows of the mask's box, background first."""
    for image in ElementTree.parse(root / "annotations.xml").getroot().iter("image"):
        split, name = image.get("name").split("/")
        picture = pictures[split, Path(name).stem]
        found = []
        for one in image.iter("mask"):
            left, top, width, height = (int(one.get(key)) for key in ("left", "top", "width", "height"))
            counts = [int(count) for count in one.get("rle").split(",")]
            mask = np.zeros((picture["height"], picture["width"]), bool)
            runs = np.repeat(np.arange(len(counts)) % 2 == 1, counts).reshape(height, width)
            mask[top : top + height, left : left + width] = runs
            found.append((classes.index(one.get("label")) + 1, mask))
        assert same(found, picture["found"])
        yield 1


def unpack_brush(data):
    """label_studio_converter's decode_rle: bits, in runs of values with lengths in four sizes."""
    bits = "".join(f"{byte:08b}" for byte in data)
    at = 0

    def take(count):
        nonlocal at
        at += count
        return int(bits[at - count : at], 2)

    total, word = take(32), take(5) + 1
    sizes = [take(4) + 1 for _ in range(4)]
    values = []
    while len(values) < total:
        repeats = take(1)
        length = take(sizes[take(2)]) + 1
        values += [take(word)] * length if repeats else [take(word) for _ in range(length)]
    return np.array(values, np.uint8)


def label_studio():
    for task in read_json("label-studio/tasks.json"):
        split, name = re.match(r"/data/local-files/\?d=images/(\w+)/(.+)", task["data"]["image"]).groups()
        picture = pictures[split, Path(name).stem]
        found = []
        for region in task["annotations"][0]["result"]:
            rgba = unpack_brush(region["value"]["rle"]).reshape(picture["height"], picture["width"], 4)
            found.append((classes.index(region["value"]["brushlabels"][0]) + 1, rgba[..., 3] > 0))
        assert same(found, picture["found"])
        yield 1
