"""Layouts of folders and files beside each other: anomalib, datasets, webdataset, masks, Pascal VOC."""

import io
import json
import re
import tarfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
from PIL import Image

from dataset import SPLITS, classes, pictures, pixels, root, same
from decode_mask import decode_mask


def mvtec():
    """anomalib's make_mvtec_ad_dataset: sorts pictures and masks each by themselves, and pairs them."""
    (category,) = (root / "mvtec").iterdir()
    files = [path.parts[-3:] for path in category.glob("**/*") if path.suffix in (".png", ".PNG")]
    masks = sorted(path for path in files if path[0] == "ground_truth")
    good = [path for path in files if path[1] == "good"]
    bad = sorted(path for path in files if path[0] == "test" and path[1] != "good")
    assert {path[0] for path in good} <= {"train", "test"} and len(bad) == len(masks)
    assert len(good) + len(bad) + len(masks) == len(files)
    by_number = {image["id"]: image for image in pictures.values()}
    for picture, mask in zip(bad, masks):
        assert picture[1] == mask[1] and Path(picture[2]).stem in Path(mask[2]).stem
        values = np.array(Image.open(category.joinpath(*mask)).convert("L")) > 0
        found = by_number[int(Path(picture[2]).stem)]["found"]
        assert np.array_equal(values, np.any([one for _, one, _ in found], axis=0))
        yield 1


def schema(value):
    """What pyarrow's JSON reader makes of a value, as far as types can differ between splits."""
    if isinstance(value, dict):
        return {key: schema(item) for key, item in value.items()}
    if isinstance(value, list):
        return [schema(value[0])] if value else ["null"]
    return type(value).__name__


def imagefolder():
    """datasets' FolderBasedBuilder: the first rows of all splits are of one type, and every picture has a row."""
    schemas = []
    for split in SPLITS:
        folder = root / "images" / split
        rows = [json.loads(line) for line in (folder / "metadata.jsonl").read_text().splitlines()]
        schemas.append(schema(rows[0]))
        assert {row["file_name"] for row in rows} == {path.name for path in folder.glob("*.png")}
        for row in rows:
            picture, objects = pictures[split, Path(row["file_name"]).stem], row["objects"]
            masks = [decode_mask(rings, row["height"], row["width"]) for rings in objects["segmentation"]]
            assert all(len(column) == len(masks) for column in objects.values())
            assert same([(label + 1, mask) for label, mask in zip(objects["category"], masks)], picture["found"])
            assert objects["bbox"] == [bbox for _, _, bbox in picture["found"]]
            yield 1
    assert all(one == schemas[0] for one in schemas)


def webdataset():
    """webdataset's group_by_keys: what stands before the first dot is the key, and a sample's files are neighbours."""
    seen = set()
    for split in SPLITS:
        for shard in sorted((root / "webdataset").glob(f"{split}-*.tar")):
            groups = []
            with tarfile.open(shard, "r|*") as stream:
                for member in stream:
                    key, extension = re.match(r"^((?:.*/|)[^.]+)[.]([^/]*)$", member.name).groups()
                    if not groups or groups[-1][0] != key:
                        groups.append((key, {}))
                    groups[-1][1][extension] = stream.extractfile(member).read()
            for key, files in groups:
                assert set(files) == {"png", "mask.png", "json"} and (split, key) not in seen
                seen.add((split, key))
                picture = pictures[split, key]
                assert files["png"] == (root / "images" / split / f"{key}.png").read_bytes()
                # As .decode("pil") does, which makes RGB of every picture.
                mask = np.array(Image.open(io.BytesIO(files["mask.png"])).convert("RGB"))[..., 0]
                assert np.array_equal(mask, pixels(root / "masks" / split / f"{key}.png"))
                rows = json.loads(files["json"])["annotations"]
                assert [row["category_id"] for row in rows] == [label for label, _, _ in picture["found"]]
                yield 1
    assert seen == set(pictures)


def masks():
    for (split, stem), picture in pictures.items():
        expected = np.zeros((picture["height"], picture["width"]), np.uint8)
        for label, mask, _ in picture["found"]:
            expected[mask] = label
        assert np.array_equal(pixels(root / "masks" / split / f"{stem}.png"), expected)
        yield 1


def instance_masks():
    for (split, stem), picture in pictures.items():
        values = pixels(root / "instance_masks" / split / f"{stem}.png")
        assert values.max(initial=0) < 65536
        union = np.zeros(values.shape, bool)
        for _, mask, _ in picture["found"]:
            union |= mask
        assert np.array_equal(values > 0, union)
        labels = {label for label, _, _ in picture["found"]}
        assert {int(value) // 1000 for value in np.unique(values)} - {0} <= labels
        yield 1


def voc():
    for split in SPLITS:
        for name in (root / "voc/ImageSets/Main" / f"{split}.txt").read_text().split():
            xml = ElementTree.parse(root / "voc/Annotations" / f"{name}.xml").getroot()
            assert (root / "voc/JPEGImages" / xml.findtext("filename")).is_file()
            found = []
            for one in xml.iter("object"):
                left, top, right, bottom = (int(one.findtext(f"bndbox/{key}")) for key in ("xmin", "ymin", "xmax", "ymax"))
                found.append((one.findtext("name"), [left - 1, top - 1, right - left + 1, bottom - top + 1]))
            assert found == [(classes[label - 1], bbox) for label, _, bbox in pictures[split, name]["found"]]
            yield 1
