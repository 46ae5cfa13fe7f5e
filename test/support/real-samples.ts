import { promptParametersSchema } from '#core/prompt/parameters.ts';
import { decodePicture, encodeMask, encodePng } from '#imaging/codec.ts';
import { findFamily } from '#imaging/defects/registry.ts';
import { renderDefect } from '#imaging/render.ts';
import { analyseSurface } from '#imaging/surface/surface.ts';
import { samplePhoto } from './blueprint.ts';
import { plain } from './pictures.ts';

export type SamplePictures = {
  name: string;
  picture: Uint8Array<ArrayBuffer>;
  mask: Uint8Array<ArrayBuffer>;
};

/** Photos of tiles with one small faint stain each, far from the family's habits, as a plant would have them. */
export async function badTiles(count: number, family = 'stain', width = 240): Promise<SamplePictures[]> {
  const golden = await decodePicture(await samplePhoto('tile-a.jpg', width));
  const surface = analyseSurface(golden);
  const parameters = promptParametersSchema.parse({
    size: { min: 0.04, max: 0.05 },
    count: { min: 1, max: 1 },
    severity: 'minor',
  });
  const draw = async (seed: number): Promise<SamplePictures> => {
    const drawn = renderDefect({ golden, surface, family: findFamily(family)!, parameters, seed });
    return {
      name: `${family} ${seed}.png`,
      picture: plain(await encodePng(drawn.picture)),
      mask: plain(await encodeMask(drawn.mask)),
    };
  };
  return Promise.all(Array.from({ length: count }, (_, k) => draw(k + 1)));
}
