import { z } from 'zod';
import { checkInstance, instanceShape } from './coco/check-instance.ts';

const whole = z.number().int();
const { segmentation, area, bbox } = instanceShape;
/** One of the columns that describe the instances of a picture. */
export const objectsSchema = z
  .object({
    id: z.array(whole.min(1)),
    bbox: z.array(bbox),
    category: z.array(whole.min(0)),
    label: z.array(z.string()),
    area: z.array(area),
    segmentation: z.array(segmentation),
  })
  .refine(
    (lists) => new Set(Object.values(lists).map(({ length }) => length)).size === 1,
    'lists of different lengths',
  );

/** A picture's columns of instances. */
export function checkObjects(
  objects: z.infer<typeof objectsSchema>,
  picture: { kind: 'good' | 'defect'; width: number; height: number },
  complain: (message: string) => unknown,
): void {
  const { id, area, bbox, segmentation } = objects;
  if ((picture.kind === 'good') !== (id.length === 0))
    complain(`It is "${picture.kind}" with ${id.length} objects.`);
  for (const index of id.keys()) {
    const instance = { area: area[index]!, bbox: bbox[index]!, segmentation: segmentation[index]! };
    const wrong = checkInstance(instance, picture);
    if (wrong !== null) complain(`Object ${index + 1} ${wrong}.`);
  }
}
