import type { Dataset, DatasetImage } from '#core/dataset/dataset.ts';

/** Where pictures without a defect go. */
const goodFolder = 'good';

/** Of every class that occurs anywhere in the dataset, in the order in which readers number them: by name. */
export function classFolders(dataset: Dataset): string[] {
  return [...new Set(dataset.images.map((image) => classFolder(dataset, image)))].sort();
}

/** A picture has one class here: that of which the most pixels are marked, the earlier one where two have as many. */
export function classFolder({ classes }: Dataset, { instances }: DatasetImage): string {
  const areas = new Map<number, number>();
  for (const { classIndex, region } of instances) {
    areas.set(classIndex, (areas.get(classIndex) ?? 0) + region.area);
  }
  const [largest] = [...areas].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  if (largest === undefined) return goodFolder;
  const { slug } = classes[largest[0]]!;
  return slug === goodFolder ? `${slug}-defect` : slug;
}
