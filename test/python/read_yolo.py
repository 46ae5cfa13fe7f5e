"""Ultralytics, by ultralytics/data/utils.py and converter.py."""

import json
import re
from pathlib import Path

import numpy as np

from dataset import SPLITS, classes, pictures, root, same
from decode_mask import fill_ring


def yolo_rows(base):
    """Ultralytics' check_det_dataset, img2label_paths and verify_image_label, for tasks with rows of floats."""
    yaml = (base / "data.yaml").read_text(encoding="utf-8")
    assert "path:" not in yaml
    assert [json.loads(name) for name in re.findall(r"^  \d+: (.*)$", yaml, re.M)] == classes
    for split in SPLITS:
        assert f"{split}: images/{split}\n" in yaml
        for picture in sorted((base / "images" / split).rglob("*.png")):
            label = Path("/labels/".join(str(picture).rsplit("/images/", 1))).with_suffix(".txt")
            rows = [np.array(line.split(), np.float32) for line in label.read_text().strip().splitlines()]
            assert all(row[1:].min() >= 0 and row[1:].max() <= 1 and row[0] < len(classes) for row in rows)
            expected = pictures[split, picture.stem]
            assert len({tuple(row) for row in rows}) == len(rows) == len(expected["found"])
            yield expected, rows


def yolo():
    """Polygons, which give the masks, and by segments2boxes the boxes."""
    for picture, rows in yolo_rows(root):
        height, width = picture["height"], picture["width"]
        rings = [(row[0] + 1, np.rint(row[1:].reshape(-1, 2) * [width, height]).ravel()) for row in rows]
        assert all(len(row) > 6 for row in rows)
        assert same([(label, fill_ring(ring, height, width)) for label, ring in rings], picture["found"])
        yield len(rows)


def yolo_detect():
    for picture, rows in yolo_rows(root / "yolo-detect"):
        size = np.array([picture["width"], picture["height"]])
        for row, (label, _, bbox) in zip(rows, picture["found"]):
            assert len(row) == 5 and row[0] + 1 == label
            corner = (row[1:3] - row[3:] / 2) * size
            assert np.allclose([*corner, *(row[3:] * size)], bbox, atol=1e-3)
        yield len(rows)


def yolo_obb():
    """The rectangle of four corners holds every pixel of its mask."""
    for picture, rows in yolo_rows(root / "yolo-obb"):
        size = np.array([picture["width"], picture["height"]])
        for row, (label, mask, _) in zip(rows, picture["found"]):
            assert len(row) == 9 and row[0] + 1 == label
            corners = row[1:].astype(float).reshape(4, 2) * size
            origin, across, down = corners[0], corners[1] - corners[0], corners[3] - corners[0]
            centres = np.argwhere(mask)[:, ::-1] + 0.5 - origin
            for side in (across, down):
                place = centres @ side / (side @ side)
                assert place.min() > -0.01 and place.max() < 1.01
        yield len(rows)


def yolo_classify():
    """check_cls_dataset and torchvision's ImageFolder: a class is a folder, numbered by name, the same in every split."""
    for split in SPLITS:
        base = root / "yolo-classify" / split
        folders = sorted(path.name for path in base.iterdir() if path.is_dir())
        assert folders == sorted(path.name for path in (root / "yolo-classify" / "train").iterdir())
        for picture in base.rglob("*.png"):
            found = pictures[split, picture.stem]["found"]
            assert picture.parent.name in ([classes[label - 1] for label, _, _ in found] or ["good"])
            yield 1


def ndjson():
    head, *lines = map(json.loads, (root / "dataset.ndjson").read_text(encoding="utf-8").splitlines())
    assert head["type"] == "dataset" and list(head["class_names"].values()) == classes
    for line in lines:
        picture = pictures[line["split"], Path(line["file"]).stem]
        height, width = line["height"], line["width"]
        rings = [(row[0] + 1, np.rint(np.reshape(row[1:], (-1, 2)) * [width, height]).ravel()) for row in line["annotations"].get("segments", [])]
        assert same([(label, fill_ring(ring, height, width)) for label, ring in rings], picture["found"])
        yield 1
