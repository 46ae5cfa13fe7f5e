"""Trains a small segmentation net on a dataset of Red Rabbit (COCO), with nothing but PyTorch, Pillow and numpy.

    python3 train_pytorch.py flange --epochs 10

`CocoMasks` is the part to keep: its targets are those of torchvision's Mask R-CNN.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, Dataset

from decode_mask import decode_mask


class CocoMasks(Dataset):
    """Pictures (3 x height x width, 0 to 1), and of each its boxes, labels (from 1; 0 is background) and masks."""

    def __init__(self, root, split="train"):
        root = Path(root)
        self.pictures = root / "images" / split
        coco = json.loads((root / "annotations" / f"instances_{split}.json").read_text(encoding="utf-8"))
        self.images = coco["images"]  # Good parts too: they have no annotation.
        self.classes = [category["name"] for category in coco["categories"]]
        self.annotations = {image["id"]: [] for image in self.images}
        for annotation in coco["annotations"]:
            self.annotations[annotation["image_id"]].append(annotation)

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        image = self.images[index]
        height, width = image["height"], image["width"]
        picture = np.array(Image.open(self.pictures / image["file_name"]).convert("RGB"))
        found = self.annotations[image["id"]]
        masks = [decode_mask(one["segmentation"], height, width) for one in found]
        boxes = [[x, y, x + w, y + h] for x, y, w, h in (one["bbox"] for one in found)]
        target = {
            "boxes": torch.tensor(boxes, dtype=torch.float32).reshape(-1, 4),
            "labels": torch.tensor([one["category_id"] for one in found], dtype=torch.int64),
            "masks": torch.from_numpy(np.array(masks, np.uint8).reshape(-1, height, width)),
            "area": torch.tensor([one["area"] for one in found], dtype=torch.float32),
            "image_id": torch.tensor(image["id"]),
        }
        return torch.from_numpy(picture).permute(2, 0, 1).float() / 255, target


def by_class(target, classes):
    """classes x height x width, 1 where a defect of that class is: defects may overlap, so classes may too."""
    _, height, width = target["masks"].shape
    planes = torch.zeros(classes, height, width)
    for label, mask in zip(target["labels"], target["masks"]):
        planes[label - 1] = torch.maximum(planes[label - 1], mask.float())
    return planes


def fit_loss(scores, planes):
    """Cross entropy in which a pixel of a defect weighs 50: there are hundreds of others for each."""
    return nn.functional.binary_cross_entropy_with_logits(scores, planes, pos_weight=torch.tensor(50.0))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dataset")
    parser.add_argument("--epochs", type=int, default=10)
    options = parser.parse_args()
    torch.manual_seed(0)

    data = CocoMasks(options.dataset)
    # One picture at a time, since their sizes may differ.
    loader = DataLoader(data, batch_size=1, shuffle=True, collate_fn=lambda batch: batch[0])
    net = nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1),
        nn.GroupNorm(4, 16),
        nn.ReLU(),
        nn.Conv2d(16, 16, 3, padding=2, dilation=2),
        nn.GroupNorm(4, 16),
        nn.ReLU(),
        nn.Conv2d(16, 16, 3, padding=4, dilation=4),
        nn.GroupNorm(4, 16),
        nn.ReLU(),
        nn.Conv2d(16, len(data.classes), 1),
    )
    optimiser = torch.optim.Adam(net.parameters(), lr=3e-3)
    for epoch in range(options.epochs):
        total = 0.0
        for picture, target in loader:
            loss = fit_loss(net(picture[None])[0], by_class(target, len(data.classes)))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / len(data):.4f}", flush=True)


if __name__ == "__main__":
    main()
