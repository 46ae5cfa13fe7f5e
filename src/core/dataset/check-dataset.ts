import type { Dataset, DatasetImage } from './dataset.ts';

/**
 * Throws when a dataset breaks its own rules. That is a fault of the program, not of its user: it must be
 * found here, because the readers of most formats swallow it silently.
 */
export function checkDataset(dataset: Dataset): void {
  const { classes, images } = dataset;
  classes.forEach(({ index, name }, position) => {
    if (index !== position) fail(`class "${name}" has number ${index} in place ${position}`);
  });
  if (classes.length === 0) fail('it has no class');
  if (!Number.isFinite(Date.parse(dataset.createdAt))) fail(`"${dataset.createdAt}" is not a date`);
  const stems = new Set<string>();
  let lastId = 0;
  for (const image of images) {
    if (!Number.isInteger(image.id) || image.id <= lastId) fail(`image id ${image.id} comes after ${lastId}`);
    lastId = image.id;
    if (!/^[a-z0-9][a-z0-9_-]{0,119}\.(png|jpg|webp)$/.test(image.fileName))
      fail(`"${image.fileName}" is no file name`);
    const stem = image.fileName.slice(0, image.fileName.lastIndexOf('.'));
    if (stems.has(stem)) fail(`two pictures are called "${stem}"`);
    stems.add(stem);
    checkInstances(image, classes.length);
  }
}

function checkInstances({ id, kind, width, height, instances }: DatasetImage, classCount: number): void {
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0)) {
    fail(`picture ${id} measures ${width} x ${height}`);
  }
  if ((kind === 'good') !== (instances.length === 0))
    fail(`picture ${id} is "${kind}" with ${instances.length} regions`);
  for (const { classIndex, region } of instances) {
    const { box, area } = region;
    if (!Number.isInteger(classIndex) || classIndex < 0 || classIndex >= classCount) {
      fail(`picture ${id} has class ${classIndex} of ${classCount}`);
    }
    const numbers = [box.x, box.y, box.width, box.height, area];
    if (!numbers.every(Number.isInteger) || box.x < 0 || box.y < 0 || box.width < 1 || box.height < 1) {
      fail(`picture ${id} has a region that is not on pixels`);
    }
    if (box.x + box.width > width || box.y + box.height > height) fail(`a region leaves picture ${id}`);
    if (area < 1 || area > box.width * box.height) fail(`a region of picture ${id} has area ${area}`);
  }
}

function fail(what: string): never {
  throw new Error(`The dataset is broken: ${what}.`);
}
