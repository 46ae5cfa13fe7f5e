import type { CutOutView } from '#contract/cut-out.ts';
import { apiPrefix } from '#contract/route.ts';
import type { CutOutRow } from '#db/cut-outs.ts';

export function cutOutView({ id, name, width, height, mm_per_pixel: mmPerPixel }: CutOutRow): CutOutView {
  return {
    id,
    name,
    width,
    height,
    lengthMm: mmPerPixel === null ? null : mmPerPixel * Math.max(width, height),
    pictureUrl: `${apiPrefix}/cut-outs/${id}/picture.png`,
  };
}
