"""Reads a dataset with every format in it as the libraries read theirs, and compares what they get with COCO's masks.

    python3 read_layouts.py DATASET

Each reader follows the named library's source, in numpy and Pillow alone, and shares nothing with the writers. Ends with an
AssertionError, or prints how many of each were compared, as JSON.
"""

import json

import read_folders
import read_tools
import read_yolo
from dataset import pictures

READERS = {
    "yolo": read_yolo.yolo,
    "yolo-detect": read_yolo.yolo_detect,
    "yolo-obb": read_yolo.yolo_obb,
    "yolo-classify": read_yolo.yolo_classify,
    "mvtec": read_folders.mvtec,
    "imagefolder": read_folders.imagefolder,
    "webdataset": read_folders.webdataset,
    "masks": read_folders.masks,
    "instance-masks": read_folders.instance_masks,
    "voc": read_folders.voc,
    "cvat": read_tools.cvat,
    "label-studio": read_tools.label_studio,
    "ndjson": read_yolo.ndjson,
}
compared = {"coco": sum(len(picture["found"]) for picture in pictures.values())}
for name, reader in READERS.items():
    compared[name] = sum(reader())
print(json.dumps(compared))
