import { missingSamples } from '#core/real-sample/describe-fit.ts';
import type { RealSamplesView, RealSampleView } from '#contract/real-sample.ts';
import { apiPrefix } from '#contract/route.ts';
import type { RealSampleRow } from '#db/real-samples.ts';
import type { RealSamples } from '#services/read-real-samples.ts';

export function realSampleView(row: RealSampleRow): RealSampleView {
  const { id, name, width, height, measured } = row;
  const folder = `${apiPrefix}/real-samples/${id}`;
  return {
    id,
    name,
    width,
    height,
    measured,
    pictureUrl: `${folder}/picture.png`,
    maskUrl: `${folder}/mask.png`,
    thumbnailUrl: `${folder}/thumbnail.webp`,
    smallMaskUrl: `${folder}/small-mask.png`,
    createdAt: row.created_at.toISOString(),
  };
}

export function realSamplesView({ samples, fit }: RealSamples): RealSamplesView {
  return { samples: samples.map(realSampleView), fit, missing: missingSamples(samples.length) };
}
