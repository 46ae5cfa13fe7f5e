import { AppError } from '#core/app-error.ts';
import type { Ground } from '#imaging/ground.ts';

/** What was looked for and not found, and what to do: AppError `bad_request`. `what`: "print". */
export function noMotifs({ region }: Ground, what: string): AppError {
  return new AppError(
    'bad_request',
    region
      ? `No ${what} stands out in the region drawn for this defect: draw it around the ${what}, with a little of the plain surface on all sides.`
      : `No ${what} was found on this photo: draw a region around it on the cell's page, or mark the cell as impossible where the product has none.`,
  );
}
