"""Masks from the COCO files of Red Rabbit. Needs numpy, and no pycocotools, which gives the same masks.

Of datasets with `--outlines simplified` take those of pycocotools: slanted sides are rounded by other rules there, and
those outlines are made to be within 0.98 of the mask by its rules.
"""

import numpy as np


def decode_mask(segmentation, height, width):
    """A bool array of height x width: from rings, or from run lengths (`--coco-segmentation rle`)."""
    if isinstance(segmentation, dict):
        counts = segmentation["counts"]
        return decode_runs(decode_counts(counts) if isinstance(counts, str) else counts, height, width)
    mask = np.zeros((height, width), bool)
    for ring in segmentation:
        mask |= fill_ring(ring, height, width)
    return mask


def fill_ring(ring, height, width):
    """The pixels whose centre is inside of [x1, y1, x2, y2, ...]; pixel (x, y) covers (x, y) to (x + 1, y + 1)."""
    points = np.asarray(ring, float).reshape(-1, 2)
    # Every side flips all that is right of it. The lines of no width that lead to holes are there and back.
    flips = np.zeros((height, width + 1), bool)
    for (x0, y0), (x1, y1) in zip(points, np.roll(points, -1, axis=0)):
        if y0 == y1:
            continue
        top, bottom = np.clip(np.ceil(np.array([min(y0, y1), max(y0, y1)]) - 0.5).astype(int), 0, height)
        rows = np.arange(top, bottom)
        crossings = x0 + (rows + 0.5 - y0) * (x1 - x0) / (y1 - y0)
        flips[rows, np.clip(np.ceil(crossings - 0.5).astype(int), 0, width)] ^= True
    return np.logical_xor.accumulate(flips, axis=1)[:, :width]


def decode_runs(counts, height, width):
    """Run lengths down the columns, background first."""
    values = np.arange(len(counts)) % 2 == 1
    return np.repeat(values, counts).reshape(width, height).T


def decode_counts(text):
    """COCO's compressed run lengths: 5 bits in a character, and from the fourth on the difference to the last but one."""
    counts, at = [], 0
    while at < len(text):
        value, shift = 0, 0
        while True:
            bits = ord(text[at]) - 48
            value |= (bits & 0x1F) << shift
            shift, at = shift + 5, at + 1
            if not bits & 0x20:
                break
        if bits & 0x10:
            value -= 1 << shift
        counts.append(value + counts[-2] if len(counts) > 2 else value)
    return counts
