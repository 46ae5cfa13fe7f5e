import { AppError } from '#core/app-error.ts';
import type { Region, RegionShapes } from '#core/blueprint/drawing-options.ts';
import { regionsOfCells } from '#db/regions.ts';
import { encodeMask } from '#imaging/codec.ts';
import type { Context } from '#context.ts';
import { maskOfShapes } from './mask-of-shapes.ts';

/** The same shapes as a mask of each golden image's size, and the cells that get it. */
export async function storeShapes(
  context: Context,
  blueprintId: string,
  cellIds: string[],
  shapes: RegionShapes,
): Promise<{ region: Region; cellIds: string[] }[]> {
  const cells = await regionsOfCells(context.db, cellIds);
  const bySize = Map.groupBy(
    cells.filter((cell) => cell.blueprint_id === blueprintId),
    ({ width, height }) => `${width} x ${height}`,
  );
  const stored: { region: Region; cellIds: string[] }[] = [];
  for (const [size, [first, ...others]] of bySize) {
    const mask = await context.intake(async () => {
      const drawn = maskOfShapes(shapes, first!);
      if (drawn.data.includes(255)) return context.storage.put(await encodeMask(drawn));
      throw new AppError(
        'bad_request',
        `The region covers no pixel of "${first!.golden_name}", which is ${size} pixels: draw it larger.`,
      );
    });
    stored.push({ region: { mask }, cellIds: [first!, ...others].map(({ cell_id: id }) => id) });
  }
  return stored;
}
