"""The dataset that is read: its pictures, and of each the defects as COCO has them."""

import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[2] / "docs" / "training"))
from decode_mask import decode_mask  # noqa: E402

SPLITS = ("train", "val", "test")
root = Path(sys.argv[1])


def read_json(path):
    return json.loads((root / path).read_text(encoding="utf-8"))


def pixels(file):
    return np.array(Image.open(file))


def coco():
    """detectron2's load_coco_json and mmdetection's CocoDataset: ids from 1 without gaps, unique, and pictures that are there."""
    pictures, seen, categories = {}, set(), None
    for split in SPLITS:
        part = read_json(f"annotations/instances_{split}.json")
        assert categories in (None, part["categories"])
        categories = part["categories"]
        assert [category["id"] for category in categories] == list(range(1, len(categories) + 1))
        for image in part["images"]:
            with Image.open(root / "images" / split / image["file_name"]) as picture:
                assert picture.size == (image["width"], image["height"])
            pictures[split, Path(image["file_name"]).stem] = {**image, "found": []}
        by_id = {image["id"]: (split, Path(image["file_name"]).stem) for image in part["images"]}
        for one in part["annotations"]:
            image = pictures[by_id[one["image_id"]]]
            mask = decode_mask(one["segmentation"], image["height"], image["width"])
            rows, columns = np.nonzero(mask)
            x, y = columns.min(), rows.min()
            assert one["bbox"] == [x, y, columns.max() + 1 - x, rows.max() + 1 - y] and one["area"] == mask.sum()
            assert one["iscrowd"] == 0 and one["id"] >= 1 and one["id"] not in seen
            seen.add(one["id"])
            image["found"].append((one["category_id"], mask, one["bbox"]))
    return pictures, [category["name"] for category in categories]


pictures, classes = coco()


def same(found, expected):
    """Lists of (class from 1, mask), in any order."""

    def key(items):
        return sorted((int(label), mask.tobytes()) for label, mask in items)

    return key(found) == key([(label, mask) for label, mask, _ in expected])
